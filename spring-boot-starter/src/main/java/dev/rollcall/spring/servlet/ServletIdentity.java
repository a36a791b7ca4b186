// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.security.PrincipalRights;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/**
 * Resolves the person a servlet request comes from by its principal: the name for the tab's label, and what the person may
 * see and do.
 *
 * @param rights what people may see and do by their roles
 * @param passesPrincipal whether principals are passed on, because somebody asks for them; they are kept then as long as a tab
 */
record ServletIdentity(PeopleRights rights, boolean passesPrincipal) implements ServletIdentityResolver {

    @Override
    public Identity resolve(HttpServletRequest request) {
        if (rights.isEmpty() && !passesPrincipal) {
            return Identity.NOBODY;
        }
        Principal principal = request.getUserPrincipal();
        Identity identity = rights.identity(
                principal, role -> request.isUserInRole(role) || PrincipalRights.hasRole(principal, role));
        return passesPrincipal ? identity.withPrincipal(principal) : identity;
    }
}

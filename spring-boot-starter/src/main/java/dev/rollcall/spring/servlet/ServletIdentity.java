// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.security.PrincipalRights;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the person a servlet request comes from by its principal: the name for the tab's label, and whether the person
 * may see stats, and until when.
 *
 * @param label whether names are passed on
 * @param passesPrincipal whether principals are passed on, because somebody asks for them; they are kept then as long as a tab
 * @param role people with this role, or with an authority of this name such as {@code SCOPE_stats}, may see stats; null
 *     for nobody
 */
record ServletIdentity(
        boolean label, boolean passesPrincipal, @Nullable String role) implements ServletIdentityResolver {

    @Override
    public Identity resolve(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String name = label && principal != null ? principal.getName() : null;
        boolean maySeeStats = role != null && (request.isUserInRole(role) || PrincipalRights.hasRole(principal, role));
        return new Identity(
                name,
                maySeeStats ? PrincipalRights.granted(principal) : Decision.denied(),
                passesPrincipal ? principal : null);
    }
}

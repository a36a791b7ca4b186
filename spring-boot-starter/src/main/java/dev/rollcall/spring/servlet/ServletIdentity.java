// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.security.PeopleRights;
import dev.rollcall.spring.security.PrincipalRights;
import dev.rollcall.spring.security.SessionPeople;
import dev.rollcall.spring.security.SessionPeople.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the person a servlet request comes from by its principal: the name for the tab's label, and what the person may
 * see and do.
 *
 * @param rights what people may see and do by their roles
 * @param passesPrincipal whether principals are passed on, because an authorizer may ask for them; each is then kept as long as
 *     its tab
 * @param people the people who are signed in by a session; null without Spring Security
 */
record ServletIdentity(
        PeopleRights rights,
        boolean passesPrincipal,
        @Nullable SessionPeople people) implements ServletIdentityResolver {

    /** Looks at the session first: that does not use it, while asking a request for its person may. */
    @Override
    public Identity resolve(HttpServletRequest request) {
        if (rights.isEmpty() && !passesPrincipal) {
            return Identity.NOBODY;
        }
        SignedIn found = people == null ? null : people.find(request);
        if (found == null || people == null) {
            return byRequest(request);
        }
        boolean byToken =
                request.getHeader("Authorization") != null && !found.person().equals(request.getUserPrincipal());
        return byToken ? byRequest(request) : passed(people.identity(found), found.person());
    }

    private Identity byRequest(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        Identity identity = rights.identity(
                principal, role -> request.isUserInRole(role) || PrincipalRights.hasRole(principal, role));
        return passed(identity, principal);
    }

    private Identity passed(Identity identity, @Nullable Principal principal) {
        return passesPrincipal ? identity.withPrincipal(principal) : identity;
    }
}

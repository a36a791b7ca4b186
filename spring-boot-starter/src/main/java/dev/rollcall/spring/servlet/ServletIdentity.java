// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.servlet.ServletIdentityResolver;
import dev.rollcall.spring.security.PrincipalRights;
import dev.rollcall.spring.security.SessionPeople;
import dev.rollcall.spring.security.SessionPeople.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the person a servlet request comes from by its principal: the name for the tab's label, and whether the person
 * may see stats, and until when.
 *
 * @param label whether names are passed on
 * @param role people with this role, or with an authority of this name such as {@code SCOPE_stats}, may see stats; null
 *     for nobody
 * @param people those who are signed in by a session; null without Spring Security
 */
record ServletIdentity(
        boolean label, @Nullable String role, @Nullable SessionPeople people) implements ServletIdentityResolver {

    private static final Identity NOBODY = new Identity(null, Decision.denied());

    /** The session comes first, because looking at it is not use of it; asking a request for its person may be. */
    @Override
    public Identity resolve(HttpServletRequest request) {
        if (!label && role == null) {
            return NOBODY;
        }
        SignedIn found = people == null ? null : people.find(request);
        if (found == null || people == null) {
            return byRequest(request);
        }
        boolean byToken =
                request.getHeader("Authorization") != null && !found.person().equals(request.getUserPrincipal());
        return byToken
                ? byRequest(request)
                : new Identity(name(found.person()), people.decide(found.person()), found.session());
    }

    private Identity byRequest(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        boolean maySeeStats = role != null && (request.isUserInRole(role) || PrincipalRights.hasRole(principal, role));
        return new Identity(name(principal), maySeeStats ? PrincipalRights.granted(principal) : Decision.denied());
    }

    private @Nullable String name(@Nullable Principal principal) {
        return label && principal != null ? principal.getName() : null;
    }
}

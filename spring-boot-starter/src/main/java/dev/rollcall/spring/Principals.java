// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.spring.servlet.RequestInsight;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Tells who a servlet request comes from: the name for a tab's label, and whether the person may see stats, and until when.
 *
 * @param label whether names are handed on
 * @param role users with this role, or with an authority of this name, may see stats; null for nobody
 */
record Principals(boolean label, @Nullable String role) implements RequestInsight {

    private static final boolean SECURITY =
            ClassUtils.isPresent("org.springframework.security.core.Authentication", Principals.class.getClassLoader());
    private static final boolean TOKENS = ClassUtils.isPresent(
            "org.springframework.security.oauth2.core.OAuth2Token", Principals.class.getClassLoader());

    @Override
    public Identity of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        String name = label && principal != null ? principal.getName() : null;
        boolean maySeeStats = role != null && holds(request, role);
        return new Identity(name, maySeeStats ? granted(principal) : Decision.denied());
    }

    /** Also an authority that is not a role, such as SCOPE_stats. */
    private static boolean holds(HttpServletRequest request, String role) {
        return request.isUserInRole(role) || (SECURITY && Authorities.holds(request.getUserPrincipal(), role));
    }

    private static Decision granted(@Nullable Principal principal) {
        Instant until = TOKENS ? TokenLife.end(principal) : null;
        return until == null ? Decision.granted() : Decision.grantedUntil(until);
    }
}

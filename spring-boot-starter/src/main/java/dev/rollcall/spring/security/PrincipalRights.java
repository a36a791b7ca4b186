// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.security;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** The rights of people who are signed in, with or without Spring Security on the class path. Thread-safe. */
public final class PrincipalRights {

    private static final boolean SECURITY = isPresent("org.springframework.security.core.Authentication");
    private static final boolean TOKENS = isPresent("org.springframework.security.oauth2.core.OAuth2Token");

    private PrincipalRights() {}

    /**
     * Returns whether Spring Security has granted somebody a role, or an authority of exactly this name.
     *
     * @param role {@code ADMIN} for {@code ROLE_ADMIN}; or a whole authority, such as {@code SCOPE_stats}
     */
    public static boolean hasRole(@Nullable Principal principal, String role) {
        return SECURITY && (Authorities.holds(principal, role) || Authorities.holds(principal, "ROLE_" + role));
    }

    /** Returns the permission to see stats, which ends with the token that somebody has signed in with. */
    public static Decision granted(@Nullable Principal principal) {
        Instant until = TOKENS ? TokenExpiry.of(principal) : null;
        return until == null ? Decision.granted() : Decision.grantedUntil(until);
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, PrincipalRights.class.getClassLoader());
    }
}

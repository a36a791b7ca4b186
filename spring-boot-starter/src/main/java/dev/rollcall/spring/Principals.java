// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.spring.servlet.RequestInsight;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Carries who is signed in from the servlet request to the contract: the name for a tab's label, the role for stats, and
 * for how long that is so. The names begin with a space, so nobody can send them.
 *
 * @param label whether names are carried
 * @param role whose holders, of a role or an authority of this name, may see stats; null when there is none
 */
record Principals(boolean label, @Nullable String role) implements RequestInsight, StatsAuthorizer {

    private static final boolean SECURITY =
            ClassUtils.isPresent("org.springframework.security.core.Authentication", Principals.class.getClassLoader());
    private static final boolean TOKENS = ClassUtils.isPresent(
            "org.springframework.security.oauth2.core.OAuth2Token", Principals.class.getClassLoader());
    private static final String USER = " user";
    private static final String MAY_SEE_STATS = " may-see-stats";
    private static final String FOR_EVER = "";

    @Override
    public Map<String, String> of(HttpServletRequest request) {
        Map<String, String> facts = new HashMap<>();
        Principal principal = label ? request.getUserPrincipal() : null;
        if (principal != null && principal.getName() != null) {
            facts.put(USER, principal.getName());
        }
        if (role != null && holds(request, role)) {
            facts.put(MAY_SEE_STATS, until(request.getUserPrincipal()));
        }
        return facts;
    }

    /** Also an authority that is no role, SCOPE_stats say. */
    private static boolean holds(HttpServletRequest request, String role) {
        return request.isUserInRole(role) || (SECURITY && Authorities.holds(request.getUserPrincipal(), role));
    }

    /** The name that was carried; null when there is none. Fit for a {@code UserResolver}. */
    static @Nullable String user(Request request, boolean fromTrustedProxy) {
        return request.headers().first(USER);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        String until = request.header(MAY_SEE_STATS);
        return CompletableFuture.completedStage(until == null ? Decision.denied() : granted(until));
    }

    private static String until(@Nullable Principal principal) {
        Instant until = TOKENS ? TokenLife.end(principal) : null;
        return until == null ? FOR_EVER : Long.toString(until.toEpochMilli());
    }

    private static Decision granted(String until) {
        return until.equals(FOR_EVER)
                ? Decision.granted()
                : Decision.grantedUntil(Instant.ofEpochMilli(Long.parseLong(until)));
    }
}

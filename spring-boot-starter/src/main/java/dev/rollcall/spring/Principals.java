// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.spring.servlet.RequestInsight;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Carries who is signed in from the servlet request to the contract: the name for a tab's label, the role for stats. The
 * names begin with a space, so nobody can send them.
 *
 * @param label whether names are carried
 * @param role whose holders may see stats; null when there is none
 */
record Principals(boolean label, @Nullable String role) implements RequestInsight, StatsAuthorizer {

    private static final String USER = " user";
    private static final String MAY_SEE_STATS = " may-see-stats";

    @Override
    public Map<String, String> of(HttpServletRequest request) {
        Map<String, String> facts = new HashMap<>();
        Principal principal = label ? request.getUserPrincipal() : null;
        if (principal != null && principal.getName() != null) {
            facts.put(USER, principal.getName());
        }
        if (role != null && request.isUserInRole(role)) {
            facts.put(MAY_SEE_STATS, "yes");
        }
        return facts;
    }

    /** The name that was carried; null when there is none. Fit for a {@code UserResolver}. */
    static @Nullable String user(Request request, boolean fromTrustedProxy) {
        return request.headers().first(USER);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        boolean may = request.header(MAY_SEE_STATS) != null;
        return CompletableFuture.completedStage(may ? Decision.granted() : Decision.denied());
    }
}

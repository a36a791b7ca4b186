// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests to see stats, and their answers. */
final class Asking {

    private Asking() {}

    static StatsRequest bearing(String token) {
        return from("192.0.2.1", Map.of("authorization", List.of("Bearer " + token)), Map.of());
    }

    static StatsRequest withCookies(Map<String, String> cookies) {
        return from("192.0.2.1", Map.of(), cookies);
    }

    static StatsRequest from(@Nullable String address, Map<String, List<String>> headers, Map<String, String> cookies) {
        return new StatsRequest("c1", headers, cookies, address, Transport.SSE, null);
    }

    /** Returns the decision; waits for one that comes over a socket. */
    static Decision ask(StatsAuthorizer authorizer, StatsRequest request) {
        try {
            return authorizer.authorize(request).toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no decision", e);
        }
    }
}

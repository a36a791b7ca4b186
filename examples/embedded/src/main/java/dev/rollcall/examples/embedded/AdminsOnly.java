// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Recipe "authorization hook": only people whose session has the role {@code admin} see who is connected. It gets the
 * headers and cookies that came with the WebSocket handshake or the POST, on every transport alike. It is asked again
 * within 30 minutes, and an exception or a timeout means no. Thread-safe.
 */
final class AdminsOnly implements StatsAuthorizer {

    private final Sessions sessions;

    AdminsOnly(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        String sessionId = request.cookies().get("session");
        if (sessionId == null) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        return sessions.roleOf(sessionId)
                .thenApply(role -> "admin".equals(role) ? Decision.granted() : Decision.denied());
    }
}

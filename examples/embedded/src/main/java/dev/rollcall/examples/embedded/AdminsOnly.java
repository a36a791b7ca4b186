// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.hook.StatsAuthorizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The recipe "authorization hook": only people whose session has the role {@code admin} see who is connected. On every
 * transport it is given the headers and cookies of the WebSocket handshake or the POST. It is called again within 30
 * minutes. An exception or a timeout means no. Thread-safe.
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

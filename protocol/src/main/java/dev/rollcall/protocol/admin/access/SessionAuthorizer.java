// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import dev.rollcall.protocol.http.Cookies;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Allows stats for people who are signed in to the dashboard, until their session ends. A request from another site's
 * page arrives without the session's cookie. Thread-safe; never blocks.
 */
public final class SessionAuthorizer implements StatsAuthorizer {

    private final AdminSessions sessions;

    /** Makes one that asks the given sessions. */
    public SessionAuthorizer(AdminSessions sessions) {
        this.sessions = requireNonNull(sessions, "sessions");
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        List<String> tokens = tokens(request);
        CompletionStage<Boolean> asked = sessions.ask(tokens);
        return asked == null
                ? CompletableFuture.completedStage(decide(tokens))
                : asked.thenApply(known -> known ? decide(tokens) : Decision.denied(Refusal.SESSION_ELSEWHERE));
    }

    private Decision decide(List<String> tokens) {
        Session session = sessions.find(tokens);
        if (session == null) {
            return tokens.isEmpty() ? Decision.denied() : Decision.denied(Refusal.SESSION);
        }
        return session.grant().allows(Scope.READ)
                ? Decision.grantedUntil(Instant.ofEpochMilli(session.expires()))
                : Decision.denied(Refusal.SECRET_SCOPE);
    }

    /**
     * Returns whether a request came with a session's token.
     *
     * @param key the SHA-256 of the token
     */
    public static boolean isOf(StatsRequest request, String key) {
        return tokens(request).stream().anyMatch(token -> Tokens.digest(token).equals(key))
                || request.headers()
                        .getOrDefault(Cookies.SESSION_DIGEST, List.of())
                        .contains(key);
    }

    /** Returns what a request presents as the token of a session: one, unless somebody else has set such a cookie too. */
    public static List<String> tokens(StatsRequest request) {
        return Cookies.all(request.headers().getOrDefault("cookie", List.of()), Cookies.SESSION);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Allows stats for people who are signed in to the dashboard, until their session ends. Thread-safe; never blocks. */
public final class SessionAuthorizer implements StatsAuthorizer {

    /** The name of the cookie of a signed-in person. */
    public static final String COOKIE = "rollcall_session";

    private final AdminSessions sessions;

    /** Makes one that asks the given sessions. */
    public SessionAuthorizer(AdminSessions sessions) {
        this.sessions = requireNonNull(sessions, "sessions");
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Session session = sessions.find(request.cookies().get(COOKIE));
        if (session == null || !session.grant().allows(Scope.READ)) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        Instant until = Instant.ofEpochMilli(session.expires());
        return CompletableFuture.completedStage(Decision.grantedUntil(until));
    }
}

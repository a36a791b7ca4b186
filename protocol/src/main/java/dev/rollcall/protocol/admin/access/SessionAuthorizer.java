// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows stats to who is signed in to the dashboard, until that ends. Thread-safe; never blocks. */
public final class SessionAuthorizer implements StatsAuthorizer {

    /** The cookie of a person who is signed in. */
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

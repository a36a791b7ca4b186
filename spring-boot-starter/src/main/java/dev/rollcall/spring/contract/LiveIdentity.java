// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.session.SessionRights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Replaces what the host knew of a person who is signed in by a session with what holds now, before others are asked; and what they
 * allow holds only for a while: not every store of sessions tells when one ends, and one that another instance has ended nobody
 * tells here.
 *
 * @param sessions tells what sessions allow
 * @param clock the current time
 * @param next decides
 */
record LiveIdentity(ObjectProvider<SessionRights> sessions, InstantSource clock, StatsAuthorizer next)
        implements StatsAuthorizer {

    /** How long a session is believed without being looked at again. */
    static final Duration BELIEVED = Duration.ofSeconds(30);

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Identity identity = request.identity();
        String session = identity == null ? null : identity.session();
        SessionRights rights = session == null ? null : sessions.getIfAvailable();
        if (identity == null || session == null || rights == null) {
            return next.authorize(request);
        }
        Decision now = rights.now(session);
        Identity live = now == null ? Identity.NOBODY : identity.withStats(now);
        return next.authorize(with(request, live)).thenApply(this::forAWhile);
    }

    private static StatsRequest with(StatsRequest asked, Identity identity) {
        return new StatsRequest(
                asked.connectionId(),
                asked.headers(),
                asked.cookies(),
                asked.remoteAddress(),
                asked.transport(),
                identity);
    }

    private Decision forAWhile(Decision now) {
        Instant next = clock.instant().plus(BELIEVED);
        Instant until = now.until();
        return now.allowed() && (until == null || until.isAfter(next)) ? Decision.grantedUntil(next) : now;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.spring.session.SessionRights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Checks a person's session again before the authorizers are asked, and tells them what it allows now rather than what
 * it allowed when the tab connected. What they then allow lasts only half a minute, because not every store reports the
 * end of a session, and none reports the end of one that another instance has ended. Thread-safe.
 *
 * @param sessions tells what a session allows
 * @param clock the current time
 * @param next asks the authorizers
 */
record LiveIdentity(ObjectProvider<SessionRights> sessions, InstantSource clock, StatsAuthorizer next)
        implements StatsAuthorizer {

    /** How long a session is believed without being looked at again. */
    static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LiveIdentity.class);

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Identity identity = request.identity();
        String session = identity == null ? null : identity.session();
        SessionRights rights = session == null ? null : sessions.getIfAvailable();
        if (identity == null || session == null || rights == null) {
            return next.authorize(request);
        }
        Decision now;
        try {
            now = rights.now(session);
        } catch (RuntimeException e) {
            LOG.debug("A session could not be looked at.", e);
            return next.authorize(with(request, Identity.NOBODY)).thenApply(this::inDoubt);
        }
        Identity live = now == null ? Identity.NOBODY : identity.withStats(now);
        return next.authorize(with(request, live)).thenApply(this::forAWhile);
    }

    /** A store that fails is no reason to say no: unless another authorizer says yes, the question is undecided. */
    private Decision inDoubt(Decision others) {
        return others.allowed() ? forAWhile(others) : Decision.denied(Refusal.SESSION_STORE);
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

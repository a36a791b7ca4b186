// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.spring.session.SessionRights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Says what the host knows of a person; of one who is signed in by a session, what holds now, and only for a while: not every
 * store of sessions tells when one ends, and one that another instance has ended nobody tells here.
 *
 * @param sessions tells what sessions allow
 * @param clock the current time
 */
record LiveIdentity(ObjectProvider<SessionRights> sessions, InstantSource clock) implements StatsAuthorizer {

    /** How long a session is believed without being looked at again. */
    static final Duration BELIEVED = Duration.ofSeconds(30);

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return CompletableFuture.completedStage(decide(request.identity()));
    }

    private Decision decide(@Nullable Identity identity) {
        if (identity == null) {
            return Decision.denied();
        }
        SessionRights rights = identity.session() == null ? null : sessions.getIfAvailable();
        return rights == null || identity.session() == null
                ? identity.stats()
                : forAWhile(rights.now(identity.session()));
    }

    private Decision forAWhile(Decision now) {
        Instant next = clock.instant().plus(BELIEVED);
        Instant until = now.until();
        return now.allowed() && (until == null || until.isAfter(next)) ? Decision.grantedUntil(next) : now;
    }
}

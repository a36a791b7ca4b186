// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.spring.session.SessionRights;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

/** What a session allows, checked again for each question. */
class LiveIdentityTest {

    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private static final Identity SIGNED_IN = new Identity(null, Decision.granted()).withSession("key");

    private @Nullable Decision ofSession = Decision.granted();
    private SessionRights rights = key -> key.equals("key") ? ofSession : null;
    private StatsAuthorizer authorizer = StatsAuthorizer.byIdentity();

    @Test
    void aSessionIsLookedAtEachTimeAndBelievedForHalfAMinute() {
        assertThat(decide(SIGNED_IN)).isEqualTo(Decision.grantedUntil(NOW.plusSeconds(30)));
        ofSession = Decision.denied();
        assertThat(decide(SIGNED_IN).allowed()).isFalse();
        ofSession = null;
        assertThat(decide(SIGNED_IN).allowed()).isFalse();
    }

    @Test
    void aRightThatEndsSoonerEndsThen() {
        ofSession = Decision.grantedUntil(NOW.plusSeconds(5));
        assertThat(decide(new Identity(null, Decision.denied()).withSession("key")))
                .isEqualTo(ofSession);
        ofSession = Decision.grantedUntil(NOW.plusSeconds(500));
        assertThat(decide(new Identity(null, Decision.denied()).withSession("key")))
                .isEqualTo(Decision.grantedUntil(NOW.plusSeconds(30)));
    }

    @Test
    void whoIsSignedInByNoSessionHasWhatTheRequestProved() {
        assertThat(decide(new Identity(null, Decision.granted()))).isEqualTo(Decision.granted());
        assertThat(decide(null).allowed()).isFalse();
    }

    @Test
    void aStoreThatFailsLeavesItUndecidedUnlessAnotherAuthorizerSaysYes() {
        rights = key -> {
            throw new IllegalStateException("no connection to the store");
        };
        assertThat(decide(SIGNED_IN)).isEqualTo(Decision.denied(Refusal.SESSION_STORE));
        assertThat(decide(SIGNED_IN).undecided()).isTrue();
        authorizer = request -> CompletableFuture.completedStage(Decision.granted());
        assertThat(decide(SIGNED_IN)).isEqualTo(Decision.grantedUntil(NOW.plusSeconds(30)));
    }

    private Decision decide(@Nullable Identity identity) {
        @SuppressWarnings("unchecked")
        ObjectProvider<SessionRights> provider = mock(ObjectProvider.class);
        when(provider.getIfAvailable()).thenReturn(rights);
        StatsRequest request = new StatsRequest("id", Map.of(), Map.of(), null, Transport.SSE, identity);
        return new LiveIdentity(provider, () -> NOW, authorizer)
                .authorize(request)
                .toCompletableFuture()
                .join();
    }
}

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
import dev.rollcall.spring.session.SessionRights;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

class LiveIdentityTest {

    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private @Nullable Decision ofSession = Decision.granted();
    private final SessionRights rights = key -> key.equals("key") ? ofSession : null;

    @Test
    void aSessionIsLookedAtEachTimeAndBelievedForHalfAMinute() {
        Identity signedIn = new Identity(null, Decision.granted()).withSession("key");
        assertThat(decide(signedIn)).isEqualTo(Decision.grantedUntil(NOW.plusSeconds(30)));
        ofSession = Decision.denied();
        assertThat(decide(signedIn).allowed()).isFalse();
        ofSession = null;
        assertThat(decide(signedIn).allowed()).isFalse();
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

    private Decision decide(@Nullable Identity identity) {
        @SuppressWarnings("unchecked")
        ObjectProvider<SessionRights> provider = mock(ObjectProvider.class);
        when(provider.getIfAvailable()).thenReturn(rights);
        StatsRequest request = new StatsRequest("id", Map.of(), Map.of(), null, Transport.SSE, identity);
        return new LiveIdentity(provider, () -> NOW, StatsAuthorizer.byIdentity())
                .authorize(request)
                .toCompletableFuture()
                .join();
    }
}

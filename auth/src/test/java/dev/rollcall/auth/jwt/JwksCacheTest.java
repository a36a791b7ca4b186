// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.bearing;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.rollcall.auth.OtherServer;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long fetched keys are used, and when they are fetched again. */
class JwksCacheTest extends WithKeyServer {

    @Test
    @DisplayName("Rotated keys are found at once if the last fetch was 30 seconds ago")
    void rotation() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(keys(ROTATED.toPublicJWK()));
        timer.advance(Duration.ofSeconds(30));
        assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isTrue();
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S6: made-up key ids cause one fetch every 30 seconds")
    void unknownKeyIds() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isFalse();
        }
        assertThat(server.requests()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(29));
        ask(authorizer, bearing(token(ROTATED)));
        assertThat(server.requests()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(1));
        ask(authorizer, bearing(token(ROTATED)));
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S2: a withdrawn key is accepted for five minutes at most while the server answers")
    void withdrawn() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(keys(EC.toPublicJWK()));
        timer.advance(Duration.ofMinutes(5));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: while the server fails, the last keys are used for an hour at most")
    void outage() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(exchange -> OtherServer.respond(exchange, 500, null));
        timer.advance(Duration.ofMinutes(55).minusMillis(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        timer.advance(Duration.ofMinutes(4));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(server.requests()).as("the failed fetch is not repeated").isEqualTo(2);
        timer.advance(Duration.ofMinutes(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
        server.respondWith(keys(RSA.toPublicJWK()));
        timer.advance(Duration.ofSeconds(30));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
    }

    @Test
    @DisplayName("S2: made-up key ids do not extend the hour")
    void outageWithUnknownKeyIds() {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        server.respondWith(exchange -> OtherServer.respond(exchange, 500, null));
        for (int minutes = 1; minutes < 60; minutes++) {
            timer.advance(Duration.ofMinutes(1));
            assertThat(ask(authorizer, bearing(token(ROTATED))).allowed()).isFalse();
            ask(authorizer, bearing(token(ROTATED)));
            assertThat(server.requests()).isEqualTo(1 + minutes);
        }
        timer.advance(Duration.ofMinutes(1));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S2: cached keys expire after their usual time, even if the wall clock is set meanwhile")
    void clockSet() {
        SettableTimer clock = new SettableTimer(NOW.toEpochMilli());
        JwtAuthorizer other = JwtAuthorizer.builder(clock)
                .jwksUrl(server.uri("/jwks.json"))
                .requiredClaim(RequiredClaim.parse("role=admin"))
                .build();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isTrue();
        server.respondWith(keys(ROTATED.toPublicJWK()));
        clock.millis = NOW.minus(Duration.ofDays(365)).toEpochMilli();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isTrue();
        clock.ticks = Duration.ofSeconds(30).toMillis();
        assertThat(ask(other, bearing(token(ROTATED))).allowed()).isTrue();
        assertThat(ask(other, bearing(token(JWSAlgorithm.RS256))).allowed()).isFalse();
    }

    /** A clock that can be set. It runs no tasks. */
    private static final class SettableTimer implements Timer {

        private volatile long millis;
        private volatile long ticks;

        SettableTimer(long millis) {
            this.millis = millis;
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public long ticks() {
            return ticks;
        }

        @Override
        public Cancellable after(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}

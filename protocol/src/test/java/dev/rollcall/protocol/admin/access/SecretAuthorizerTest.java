// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static dev.rollcall.protocol.admin.access.Asking.ask;
import static dev.rollcall.protocol.admin.access.Asking.bearing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SecretAuthorizerTest {

    private static final String SECRET = "a-secret-that-reads";

    private final ManualClock timer = new ManualClock(1_000_000);
    private final SecretAuthorizer authorizer = new SecretAuthorizer(
            AdminSecrets.builder()
                    .read("read", SECRET)
                    .add("push", "a-secret-that-pushes", Set.of(Scope.COMMAND))
                    .build(),
            new FailureThrottle(timer));

    @Test
    @DisplayName("S2: only a secret that may read shows stats")
    void needsReadScope() {
        assertThat(ask(authorizer, bearing(SECRET))).isEqualTo(Decision.granted());
        assertThat(ask(authorizer, bearing("a-secret-that-pushes")).allowed()).isFalse();
        assertThat(ask(authorizer, bearing("something else")).allowed()).isFalse();
        assertThat(ask(authorizer, Asking.from(null, Map.of(), Map.of("authorization", SECRET)))
                        .allowed())
                .isFalse();
    }

    @Test
    @DisplayName("S3: guessing from one address is slowed down, others are not")
    void throttled() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask(authorizer, bearing("guess-number-" + i)).allowed()).isFalse();
        }
        assertThat(ask(authorizer, bearing(SECRET)).allowed()).isFalse();
        assertThat(ask(authorizer, Asking.from("192.0.2.9", Map.of("authorization", List.of(SECRET)), Map.of()))
                        .allowed())
                .isTrue();
        timer.pass(Duration.ofSeconds(5));
        assertThat(ask(authorizer, bearing(SECRET)).allowed()).isTrue();
    }

    @Test
    @DisplayName("S3: people with a JWT do not use up the attempts of their address")
    void jwtIsNoGuess() {
        for (int i = 0; i < 50; i++) {
            assertThat(ask(authorizer, bearing("eyJhbGciOiJIUzI1NiJ9.e30." + i)).allowed())
                    .isFalse();
        }
        assertThat(ask(authorizer, bearing(SECRET)).allowed()).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static dev.rollcall.protocol.admin.access.Asking.ask;
import static dev.rollcall.protocol.admin.access.Asking.bearing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SecretAuthorizerTest {

    private static final String SECRET = "a-secret-that-reads";

    private final SecretAuthorizer authorizer = new SecretAuthorizer(AdminSecrets.builder()
            .read("read", SECRET)
            .add("push", "a-secret-that-pushes", Set.of(Scope.ANNOUNCE, Scope.RELOAD))
            .build());

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
    @DisplayName("S3: nobody's guesses keep the right secret out")
    void neverLockedOut() {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(authorizer, bearing("guess-number-" + i))).isEqualTo(Decision.denied(Refusal.SECRET_WRONG));
        }
        assertThat(ask(authorizer, bearing(SECRET)).allowed()).isTrue();
    }

    @Test
    @DisplayName("S3: a JWT, or a credential of another scheme, does not count as a guess")
    void notOurs() {
        assertThat(ask(authorizer, bearing("eyJhbGciOiJIUzI1NiJ9.e30.x"))).isEqualTo(Decision.denied());
        assertThat(ask(
                        authorizer,
                        Asking.from(null, Map.of("authorization", List.of("Basic c3RhZ2luZzpwdw==")), Map.of())))
                .isEqualTo(Decision.denied());
    }
}

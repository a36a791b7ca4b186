// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestSealTest {

    private final RequestSeal seal = new RequestSeal();

    private static StatsRequest request(String custom, @Nullable Identity identity) {
        Map<String, List<String>> headers =
                Map.of("cookie", List.of("session=secret-cookie; theme=dark"), "x-custom", List.of(custom, "second"));
        Map<String, String> cookies = Map.of("session", "secret-cookie", "theme", "dark");
        return new StatsRequest("an-id", headers, cookies, "203.0.113.9", Transport.SSE, identity);
    }

    private String sealed(StatsRequest request) {
        String sealed = seal.seal(request);
        assertThat(sealed).isNotNull();
        return String.valueOf(sealed);
    }

    @Test
    @DisplayName("whoever sealed a request gets all of it back")
    void opened() {
        Identity identity = new Identity("Ada \"L\"", Decision.grantedUntil(Instant.ofEpochMilli(1_795_260_000_000L)))
                .withSession("session of Ada");
        StatsRequest request = request("with \"quotes\"", identity);
        assertThat(seal.open(sealed(request))).isEqualTo(request);
        StatsRequest unknown = new StatsRequest(
                "id", Map.of(), Map.of(), null, Transport.POLLING, new Identity(null, Decision.denied()));
        assertThat(seal.open(sealed(unknown))).isEqualTo(unknown);
    }

    @Test
    @DisplayName("nobody else can read it, change it, or tell that the same request was sealed twice")
    void secret() {
        String sealed = sealed(request("x", null));
        byte[] bytes = Base64.getDecoder().decode(sealed);
        assertThat(new String(bytes, ISO_8859_1))
                .doesNotContain("secret-cookie")
                .doesNotContain("cookie");
        assertThat(sealed(request("x", null))).isNotEqualTo(sealed);
        assertThatThrownBy(() -> new RequestSeal().open(sealed)).isInstanceOf(IllegalArgumentException.class);
        bytes[20] ^= 1;
        assertThatThrownBy(() -> seal.open(Base64.getEncoder().encodeToString(bytes)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> seal.open("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("one that is too large is not sealed")
    void large() {
        assertThat(seal.seal(request("x".repeat(RequestSeal.MOST_BYTES), null))).isNull();
    }
}

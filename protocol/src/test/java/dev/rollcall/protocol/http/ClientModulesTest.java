// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static dev.rollcall.protocol.http.Requests.requestFrom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.protocol.wire.Response;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's modules without a host. What travels over HTTP is in the contract suite. */
class ClientModulesTest {

    private static final Map<String, byte[]> ONE = Map.of("index.js", "export {}\n".getBytes(UTF_8));

    private static Response answer(String version, String path) {
        return Objects.requireNonNull(ClientModules.of(version, ONE).answer(path, requestFrom("127.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 'public, max-age=31536000, immutable'",
        "0.1.0-SNAPSHOT, no-cache",
        "1.0.0-rc.1, 'public, max-age=31536000, immutable'"
    })
    @DisplayName("a release is kept for good; a snapshot changes and keeps its name, so it is asked about")
    void caching(String version, String cacheControl) {
        Response found = answer(version, "/client/" + version + "/index.js");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.headers()).containsEntry("Cache-Control", cacheControl);
    }

    @Test
    void thePathWithoutVersionIsNeverKept() {
        Response found = answer("0.1.0", "/client/index.js");
        assertThat(found.status()).isEqualTo(307);
        assertThat(found.headers())
                .containsEntry("Location", "0.1.0/index.js")
                .containsEntry("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/client/",
                "/client/0.1.0",
                "/client/0.1.0/",
                "/client/0.1.1/index.js",
                "/client/0.1.0/0.1.0/index.js"
            })
    void nothingElseIsThere(String path) {
        assertThat(ClientModules.of("0.1.0", ONE).answer(path, requestFrom("127.0.0.1")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "..//", "1/2", "1 2", "1?2"})
    void aVersionThatCannotStandInAPathIsRefused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientModules.of(version, ONE))
                .withMessageContaining("version: " + version);
    }
}

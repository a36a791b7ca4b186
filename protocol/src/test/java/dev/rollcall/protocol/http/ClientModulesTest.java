// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static dev.rollcall.protocol.http.Requests.requestFrom;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.protocol.wire.Response;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's modules without a host. What travels over HTTP is in the contract suite. */
class ClientModulesTest {

    private static final byte[] MODULE = "export {}\n".getBytes(UTF_8);
    private static final Map<String, byte[]> MODULES = Map.of("index.js", MODULE, "inner/part.js", MODULE);

    private static Response answer(String version, String path) {
        return Objects.requireNonNull(ClientModules.of(version, MODULES).answer(path, requestFrom("127.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 'public, max-age=31536000, immutable'",
        "0.1.0-SNAPSHOT, no-cache",
        "1.0.0-rc.1, 'public, max-age=31536000, immutable'"
    })
    @DisplayName("a release may be cached forever; a snapshot changes under the same name, so it is revalidated")
    void caching(String version, String cacheControl) {
        Response found = answer(version, "/client/" + version + "/index.js");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.headers()).containsEntry("Cache-Control", cacheControl);
    }

    @ParameterizedTest
    @CsvSource({"index.js, 0.1.0/index.js", "inner/part.js, ../0.1.0/inner/part.js"})
    void thePathWithoutVersionLeadsToTheOneWithItAndIsNeverKept(String module, String location) {
        Response found = answer("0.1.0", "/client/" + module);
        assertThat(found.status()).isEqualTo(307);
        assertThat(found.headers()).containsEntry("Location", location).containsEntry("Cache-Control", "no-cache");
        URI led = URI.create("http://localhost/client/" + module).resolve(location);
        assertThat(answer("0.1.0", led.getPath()).status()).isEqualTo(200);
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
        assertThat(ClientModules.of("0.1.0", MODULES).answer(path, requestFrom("127.0.0.1")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "..//", "1/2", "1 2", "1?2"})
    void aVersionThatCannotStandInAPathIsRefused(String version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientModules.of(version, MODULES))
                .withMessageContaining("version: " + version);
    }
}

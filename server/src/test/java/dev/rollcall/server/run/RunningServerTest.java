// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunningServerTest {

    @Test
    void originIsHowThisMachineReachesTheServer() {
        assertThat(origin(Map.of())).isEqualTo("http://localhost:8443");
        assertThat(origin(Map.of(ServerSettings.HOST, "10.0.0.7"))).isEqualTo("http://10.0.0.7:8443");
        assertThat(origin(Map.of(ServerSettings.HOST, "::1"))).isEqualTo("http://[::1]:8443");
        assertThat(origin(Map.of(ServerSettings.TLS_CERTIFICATE, Path.of("c.pem"))))
                .isEqualTo("https://localhost:8443");
    }

    private static String origin(Map<Setting<?>, Object> given) {
        return RunningServer.origin(new Settings(given), 8443);
    }
}

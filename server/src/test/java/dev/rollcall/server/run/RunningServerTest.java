// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.netty.NettySettings;
import dev.rollcall.server.settings.ServerSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunningServerTest {

    private static final SettingValues NONE = SettingValues.none();

    @Test
    void originIsHowThisMachineReachesTheServer() {
        assertThat(origin(NONE)).isEqualTo("http://localhost:8443");
        assertThat(origin(NONE.with(ServerSettings.HOST, "10.0.0.7"))).isEqualTo("http://10.0.0.7:8443");
        assertThat(origin(NONE.with(ServerSettings.HOST, "::1"))).isEqualTo("http://[::1]:8443");
        assertThat(origin(NONE.with(NettySettings.TLS_CERTIFICATE, Path.of("c.pem"))))
                .isEqualTo("https://localhost:8443");
    }

    private static String origin(SettingValues values) {
        return RunningServer.origin(values, 8443);
    }
}

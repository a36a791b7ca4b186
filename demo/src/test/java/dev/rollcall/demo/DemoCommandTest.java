// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.server.command.Console;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.ServerSettings.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheServersSettingsAndItsOwn() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: rollcall demo [OPTIONS]", "--visitors=NUMBER", "--port=NUMBER", "--admin-secret=");
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        assertThat(run("--visitor=7", "--visitors=200001", "--port=x")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--visitor: unknown setting", "did you mean --visitors?")
                .contains("visitors: 200001 from the command line (expected: a whole number of visitors, 0 to 200,000)")
                .contains("port: x", "rollcall demo --help lists all settings");
    }

    @Test
    void itsDefaultsApplyWhereNothingIsSet() {
        SettingValues settings = DemoSettings.withDefaults(SettingValues.none());
        assertThat(settings.value(ServerSettings.HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.value(ServerSettings.LOG_LEVEL)).isEqualTo(LogLevel.WARN);
        assertThat(settings.value(ContractSettings.METRICS_PUBLIC)).isTrue();
        assertThat(settings.find(CoreSettings.CURRENT_VERSION)).isEqualTo("v1");
        assertThat(settings.value(DemoSettings.VISITORS)).isEqualTo(60);
    }

    @Test
    void itsDefaultsGiveWayToWhatIsSet() {
        SettingValues settings = DemoSettings.withDefaults(SettingValues.none()
                .with(ServerSettings.HOST, "*")
                .with(ContractSettings.METRICS_PUBLIC, false)
                .with(DemoSettings.VISITORS, 7));
        assertThat(settings.value(ServerSettings.HOST)).isEqualTo("*");
        assertThat(settings.value(ContractSettings.METRICS_PUBLIC)).isFalse();
        assertThat(settings.value(DemoSettings.VISITORS)).isEqualTo(7);
        assertThat(settings.find(CoreSettings.CURRENT_VERSION)).isEqualTo("v1");
    }

    private int run(String... arguments) {
        Console console = new Console(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
        return Main.command(console).run(console, arguments);
    }
}

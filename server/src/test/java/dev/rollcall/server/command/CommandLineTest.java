// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.auth.settings.AuthSettings;
import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.server.load.Loader.Loaded;
import dev.rollcall.server.settings.ServerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where settings come from, and what the user is told if they are invalid. */
class CommandLineTest extends SettingsHarness {

    @Test
    void optionOverridesEnvironmentOverridesFileOverridesDefault() {
        String config = "--config=" + file("port: 1\nmax-routes: 1\nmax-versions: 1");
        Map<String, String> environment = Map.of("ROLLCALL_PORT", "2", "ROLLCALL_MAX_ROUTES", "2");
        Loaded loaded = load(environment, config, "--port=3");
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().value(ServerSettings.PORT)).isEqualTo(3);
        assertThat(loaded.settings().value(StatsSettings.MAX_ROUTES)).isEqualTo(2);
        assertThat(loaded.settings().value(StatsSettings.MAX_VERSIONS)).isEqualTo(1);
        assertThat(loaded.settings().value(ContractSettings.KEEPALIVE)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        String config = file("port: x\nip-trackin: full\nlog:\n  level: loud");
        int code = run(
                Map.of("ROLLCALL_BOTS", "maybe", "ROLLCALL_PROT", "1", "ROLLCALL_CONFIG", config),
                "--max-routes=0",
                "--keepalive=25",
                "--currnt-version=1",
                "--host=a",
                "--host=b",
                "--jwt-claim=a=b");
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("port: x from rollcall.yaml line 1")
                .contains("ip-trackin: unknown setting from rollcall.yaml line 2", "did you mean ip-tracking?")
                .contains("log-level: loud from rollcall.yaml line 4")
                .contains("bots: maybe from the environment")
                .contains("(warning) ROLLCALL_PROT: unknown setting", "did you mean ROLLCALL_PORT?")
                .contains("max-routes: 0 from the command line (expected: a whole number of routes, 1 to 1,000,000)")
                .contains("keepalive: 25 from the command line (expected: a duration such as 500ms")
                .contains("--currnt-version: unknown setting", "did you mean --current-version?")
                .contains("--host: given twice")
                .contains("(warning) jwt-claim: has no effect without jwt-hmac-secret or jwt-jwks-url");
    }

    @Test
    void fileMayNestAndItsTextIsKeptAsWritten() {
        Loaded loaded = load(Map.of(), "--config=" + file("""
                current-version: 1.10
                jwt:
                  hmac-secret: %s
                  claim: role=admin
                allowed-origins: [https://a.example, "https://b.example"]
                admin: {aliases: false}
                user-header:
                """.formatted(SECRET)));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().find(CoreSettings.CURRENT_VERSION)).isEqualTo("1.10");
        assertThat(loaded.settings().find(AuthSettings.JWT_CLAIM)).isEqualTo("role=admin");
        assertThat(loaded.settings().value(ContractSettings.ADMIN_ALIASES)).isFalse();
        assertThat(loaded.settings().find(ContractSettings.USER_HEADER)).isNull();
        assertThat(loaded.settings().value(ContractSettings.ALLOWED_ORIGINS))
                .containsExactly("https://a.example", "https://b.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: [",
                "- a",
                "text",
                "port: 1\nport: 2",
                "? [a]\n: 1",
                "port: {a: 1}",
                "port: &a 1\nhost: *b"
            })
    void unusableFileIsAProblem(String content) {
        assertThat(load(Map.of(), "--config=" + file(content)).hasErrors()).isTrue();
    }

    @Test
    void missingFileIsAProblem() {
        assertThat(load(Map.of("ROLLCALL_CONFIG", folder + "/none.yaml")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("none.yaml", "no such file"));
    }

    @Test
    void emptyVariableCountsAsUnset() {
        Loaded loaded = load(Map.of("ROLLCALL_PORT", "", "ROLLCALL_CONFIG", ""));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.settings().isSet(ServerSettings.PORT)).isFalse();
    }

    @Test
    @DisplayName("variables that Kubernetes or Docker inject for a service called rollcall are not settings")
    void injectedVariables() {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("ROLLCALL_PORT", "tcp://10.96.12.7:8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP", "tcp://10.96.12.7:8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP_ADDR", "10.96.12.7"),
                Map.entry("ROLLCALL_PORT_8080_TCP_PORT", "8080"),
                Map.entry("ROLLCALL_PORT_8080_TCP_PROTO", "tcp"),
                Map.entry("ROLLCALL_SERVICE_HOST", "10.96.12.7"),
                Map.entry("ROLLCALL_SERVICE_PORT", "8080"),
                Map.entry("ROLLCALL_SERVICE_PORT_HTTP", "8080"),
                Map.entry("ROLLCALL_MAX_ROUTES_SERVICE_HOST", "10.96.12.8"),
                Map.entry("ROLLCALL_BLUE_PORT", "udp://10.96.12.9:53"),
                Map.entry("ROLLCALL_BLUE_PORT_53_UDP", "udp://10.96.12.9:53"),
                Map.entry("ROLLCALL_NAME", "/site/rollcall"),
                Map.entry("ROLLCALL_ENV_JAVA_HOME", "/opt/java"));
        Loaded loaded = load(environment);
        assertThat(loaded.hasErrors()).isFalse();
        assertThat(loaded.settings().isSet(ServerSettings.PORT)).isFalse();
        assertThat(loaded.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("13 variables from Kubernetes or Docker were left alone")
                        .contains("enableServiceLinks: false"));
        assertThat(load(Map.of("ROLLCALL_PORT", "8081")).settings().value(ServerSettings.PORT))
                .isEqualTo(8081);
        assertThat(load(Map.of("ROLLCALL_PORT", "http://x")).hasErrors()).isTrue();
    }

    @Test
    void statsAccessNeedsAClaim() {
        List<SettingProblem> problems = load(
                        Map.of(), "--jwt-hmac-secret=" + SECRET, "--nuxt-session-password=" + SECRET)
                .problems();
        assertThat(problems).hasSize(2).allMatch(SettingProblem::fatal);
        assertThat(problems.toString()).contains("jwt-claim: not set", "nuxt-session-field: not set");
    }

    @Test
    void tlsNeedsBothFiles() {
        assertThat(load(Map.of(), "--tls-certificate=c.pem").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .isEqualTo("tls-key: not set (expected: together with tls-certificate; TLS needs both); "
                                + "set it too, or remove tls-certificate"));
        assertThat(load(Map.of("ROLLCALL_TLS_KEY", "k.pem"), "--tls-certificate=c.pem")
                        .problems())
                .isEmpty();
    }

    @Test
    void flagNeedsNoValue() {
        assertThat(load(Map.of(), "--metrics-public").settings().value(ContractSettings.METRICS_PUBLIC))
                .isTrue();
    }

    @Test
    void versionIsPrinted() {
        assertThat(new Cli(console(Map.of())).run("version")).isZero();
        assertThat(out.toString()).startsWith("rollcall ");
    }

    @Test
    void aMissingCommandIsMisuse() {
        assertThat(new Cli(console(Map.of())).run()).isEqualTo(2);
        assertThat(err.toString()).contains("no command (expected: serve, stats or another one");
    }
}

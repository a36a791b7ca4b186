// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.spring.RollcallStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties that no setting has: mistakes, other programs' variables, and those that Kubernetes and Docker inject. */
class ForeignPropertiesTest extends SettingsOfAnApplication {

    @Test
    @DisplayName(
            "variables that Kubernetes or Docker inject for a service whose name begins with rollcall set no property")
    void injectedVariables() {
        with("rollcall.netty.port", "8081");
        variables(Map.of(
                "ROLLCALL_NETTY_PORT", "tcp://10.0.0.1:80",
                "ROLLCALL_NETTY_PORT_80_TCP", "tcp://10.0.0.1:80",
                "ROLLCALL_NETTY_PORT_80_TCP_ADDR", "10.0.0.1",
                "ROLLCALL_NETTY_SERVICE_HOST", "10.0.0.1",
                "ROLLCALL_NETTY_SERVICE_PORT", "80"));
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .as("the property behind the variable")
                .isEqualTo(8081);
        without("rollcall.netty.port");
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .isNull();
        PropertyReader reader = new PropertyReader(environment);
        settings().forEach(reader::read);
        assertThat(reader.injected()).containsExactly("ROLLCALL_NETTY_PORT");
        variables(Map.of("ROLLCALL_NETTY_PORT", "8082"));
        assertThat(ApplicationSettings.read(environment).find(StarterSettings.NETTY_PORT))
                .isEqualTo(8082);
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("whatever property such a variable reaches, it does not stop the start")
    void noInjectedVariableStopsTheStart(Setting<?> setting) {
        String variable = setting.property().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
        Stream.of(
                        Map.entry("_PORT", "tcp://10.0.0.1:80"),
                        Map.entry("_PORT_80_TCP_ADDR", "10.0.0.1"),
                        Map.entry("_SERVICE_HOST", "10.0.0.1"),
                        Map.entry("_NAME", "/site/x"))
                .forEach(injected -> {
                    String stem = variable.replaceFirst("_[A-Z0-9]+$", "");
                    variables(Map.of(
                            variable + injected.getKey(), injected.getValue(),
                            stem + injected.getKey(), injected.getValue()));
                    ApplicationSettings settings = ApplicationSettings.read(environment);
                    assertThat(settings.values().isSet(setting)).isFalse();
                });
    }

    @Test
    @DisplayName(
            "a property that no setting has stops the start where it is written for this application, and only there")
    void unknownProperties() throws IOException {
        assertThat(refusal("rollcall.secret.admin", SECRET))
                .hasMessageStartingWith("rollcall.secret.admin: unknown from ")
                .hasMessageNotContaining(SECRET)
                .satisfies(refusal -> assertThat(refusal.action()).isEqualTo("Did you mean rollcall.secrets.admin?"));
        without("rollcall.secret.admin");
        assertThat(catchThrowableOfType(
                        RollcallStartException.class, () -> yaml("rollcall.allowed-origin: [https://a.example]")))
                .hasMessageStartingWith("rollcall.allowed-origin[0]: unknown from ");
    }

    @Test
    void unknownVariablesOnlyCauseAWarning() {
        variables(Map.of("ROLLCALL_TOKEN", "rct_1", "ROLLCALL_CURRENT_VERSIO", "1", "ROLLCALL_CURRENT_VERSION", "2"));
        ApplicationSettings.read(environment);
        PropertyReader reader = new PropertyReader(environment);
        assertThat(reader.unknown()).singleElement().satisfies(problem -> {
            assertThat(problem.fatal()).isFalse();
            assertThat(problem.fix()).isEqualTo("Did you mean rollcall.current-version?");
        });
    }

    @Test
    void anUnknownPropertyWithoutALikelyOneSaysWhereAllAreListed() {
        assertThat(refusal("rollcall.something.else", "1").action())
                .isEqualTo("Remove it; docs/spring-boot-settings.md lists all properties.");
        assertThat(Path.of("../docs/spring-boot-settings.md")).exists();
    }
}

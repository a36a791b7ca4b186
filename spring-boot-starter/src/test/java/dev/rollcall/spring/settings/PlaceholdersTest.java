// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.spring.RollcallStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders in properties: nothing that was meant to be replaced becomes a value. */
class PlaceholdersTest extends SettingsOfAnApplication {

    @Test
    void aPlaceholderThatNobodyFilledInAndAWellKnownWordStopTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("weak"), "changeme-1\n");
        for (String weak :
                List.of("${ADMIN_SECRET}", "{{ adminSecret }}", "<your-secret>", "ChangeMe!", "file:" + file)) {
            for (String name : List.of("rollcall.secrets.admin", "rollcall.secrets.ci", "rollcall.secrets.read")) {
                assertThat(refusal(name, weak))
                        .as(weak)
                        .hasMessageStartingWith(name)
                        .hasMessageContaining("placeholder");
                without(name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("no setting of any type takes a placeholder for a value, wherever it is written")
    void noSettingTakesAPlaceholder(Setting<?> setting) {
        for (String written :
                List.of("${MISSING_ONE}", "x-${MISSING_ONE}", "${OTHER:${MISSING_ONE}}", "file:${MISSING_ONE}/x")) {
            for (String property : List.of(setting.property(), setting.property() + "[0]")) {
                assertThat(refusal(property, written))
                        .as(property + "=" + written)
                        .hasMessageStartingWith(
                                setting.property() + ": a placeholder that was not filled in: there is no ")
                        .hasMessageContaining("MISSING_ONE")
                        .satisfies(refusal -> assertThat(refusal.action())
                                .startsWith("Set ")
                                .contains("MISSING_ONE", "or remove " + setting.property()));
                without(property);
            }
        }
        assertThat(refusal(setting.property(), "#{systemProperties.build}"))
                .hasMessageStartingWith(setting.property() + ": a placeholder that was not filled in");
        without(setting.property());
        variables(Map.of(
                setting.property().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT), "${MISSING_ONE}"));
        assertThat(catchThrowableOfType(RollcallStartException.class, () -> ApplicationSettings.read(environment)))
                .hasMessageStartingWith(
                        setting.property() + ": a placeholder that was not filled in: there is no MISSING_ONE")
                .hasMessageContaining("systemEnvironment");
    }

    @Test
    void aPlaceholderBehindAPlaceholderIsNamed() {
        with("site.secret", "${ADMIN_SECRET}");
        assertThat(refusal("rollcall.secrets.admin", "${site.secret}"))
                .hasMessageContaining("there is no")
                .hasMessageContaining("ADMIN_SECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollcall.stats.role", "rollcall.dashboard.read-role", "rollcall.dashboard.admin-role"})
    @DisplayName("if a role opens something, the password of Boot's own user must not be a placeholder either")
    void thePasswordOfPeopleIsNoPlaceholder(String role) {
        with("spring.security.user.password", "${ADMIN_PASSWORD}");
        assertThat(refusal(role, "ADMIN"))
                .hasMessage(
                        "spring.security.user.password: a placeholder that was not filled in: there is no ADMIN_PASSWORD")
                .satisfies(refusal -> assertThat(refusal.action()).startsWith("Set ADMIN_PASSWORD "));
        with("ADMIN_PASSWORD", "battery-staple");
        ApplicationSettings.read(environment);
    }

    @Test
    void aPasswordThatIsHashedIsNoPlaceholder() {
        with("rollcall.stats.role", "ADMIN");
        ApplicationSettings.read(with("spring.security.user.password", "{bcrypt}$2a$10$abcdefghijklmnopqrstuv"));
    }

    @Test
    void aPlaceholderThatIsFilledInIsNone() {
        with("ADMIN_SECRET", SECRET);
        assertThat(ApplicationSettings.read(with("rollcall.secrets.admin", "${ADMIN_SECRET}"))
                        .find(ContractSettings.ADMIN_SECRET))
                .isEqualTo(SECRET);
        assertThat(ApplicationSettings.read(with("rollcall.current-version", "${BUILD:${COMMIT:dev-1}}"))
                        .find(CoreSettings.CURRENT_VERSION))
                .isEqualTo("dev-1");
    }

    @Test
    void theDefaultsOfShellsAreNotSprings() {
        for (String written :
                List.of("${ADMIN_SECRET:?not set}", "${ADMIN_SECRET:-for-local-use}", "${A:+other-one}")) {
            assertThat(refusal("rollcall.secrets.admin", written))
                    .hasMessageStartingWith("rollcall.secrets.admin: ${NAME:-default} or ${NAME:?message}")
                    .hasMessageNotContaining("local-use");
            without("rollcall.secrets.admin");
        }
    }
}

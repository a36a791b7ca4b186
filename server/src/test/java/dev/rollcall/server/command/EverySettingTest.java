// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.server.load.Loader.Loaded;
import dev.rollcall.server.settings.AllSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every setting. */
class EverySettingTest extends SettingsHarness {

    static Stream<Setting<?>> settings() {
        return AllSettings.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByOption(Setting<?> setting) {
        assertTaken(setting, load(Map.of(), setting.option() + "=" + sample(setting)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByEnvironment(Setting<?> setting) {
        assertTaken(setting, load(Map.of(setting.variable(), sample(setting))));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void isSetByFile(Setting<?> setting) {
        assertTaken(setting, load(Map.of(), "--config=" + file(setting.name() + ": \"" + sample(setting) + "\"")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void badValueNamesSettingPlaceExpectationAndFix(Setting<?> setting) {
        Loaded loaded = load(Map.of(setting.variable(), "\t"));
        assertThat(loaded.hasErrors()).isTrue();
        assertThat(loaded.problems()).anySatisfy(problem -> {
            assertThat(problem.what())
                    .startsWith(setting.name() + ": ")
                    .contains("from the environment", setting.type().expected());
            assertThat(problem.fix()).contains(setting.variable() + "=");
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    @DisplayName("no setting of any type takes a placeholder for a value, wherever it is written")
    void noSettingTakesAPlaceholder(Setting<?> setting) {
        for (String written : List.of(
                "${MISSING_ONE}", "x-${MISSING_ONE}", "$MISSING_ONE", "%MISSING_ONE%", "file:${MISSING_ONE}/x")) {
            for (Loaded loaded : List.of(
                    load(Map.of(), setting.option() + "=" + written),
                    load(Map.of(setting.variable(), written)),
                    load(Map.of(), "--config=" + file(setting.name() + ": \"" + written + "\"")))) {
                assertThat(loaded.problems()).anySatisfy(problem -> {
                    assertThat(problem.fatal()).isTrue();
                    assertThat(problem.what())
                            .startsWith(setting.name()
                                    + ": a placeholder that was not filled in: there is no MISSING_ONE, from ");
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void helpNamesExpectationAndDefault(Setting<?> setting) {
        assertThat(run(Map.of(), "--help")).isZero();
        String help = out.toString().replaceAll("\\s+", "");
        assertThat(help)
                .contains(setting.option())
                .contains(setting.description().replaceAll("\\s+", ""))
                .contains(("Expected: " + setting.type().expected() + ". Default: " + setting.defaultWords())
                        .replaceAll("\\s+", ""));
    }

    private static void assertTaken(Setting<?> setting, Loaded loaded) {
        assertThat(loaded.problems().stream().filter(problem -> problem.what().contains(" from ")))
                .isEmpty();
        assertThat(loaded.settings().isSet(setting)).isTrue();
        assertThat((Object) loaded.settings().find(setting))
                .usingRecursiveComparison()
                .isEqualTo(setting.type().parse(sample(setting)));
    }

    private static String sample(Setting<?> setting) {
        String example = setting.type().example();
        return example.startsWith("file:") && setting.type().secret() ? SECRET : example;
    }
}

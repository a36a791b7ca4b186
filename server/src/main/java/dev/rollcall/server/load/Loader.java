// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.Placeholder;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.protocol.options.SecretFile;
import dev.rollcall.server.settings.AllSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the settings. The command line overrides the environment, which overrides the file, which overrides the
 * defaults. All problems are gathered too, so that they can be reported at once. Used by one thread.
 */
public final class Loader {

    private final Map<Setting<?>, RawValue> given = new LinkedHashMap<>();
    private final List<SettingProblem> problems = new ArrayList<>();
    private SettingValues values = SettingValues.none();

    private Loader() {}

    /**
     * The result of loading.
     *
     * @param settings the values; the default for a setting with a problem
     * @param problems everything that is wrong, in the order in which it was found
     */
    public record Loaded(SettingValues settings, List<SettingProblem> problems) {

        /** Returns whether a problem keeps the server from starting. */
        public boolean hasErrors() {
            return problems.stream().anyMatch(SettingProblem::fatal);
        }
    }

    /**
     * Loads the settings.
     *
     * @param options what the command line sets, as text
     * @param configOption the file that the command line names; null when it names none
     * @param problems the problems already found on the command line
     * @param environment the variables
     */
    public static Loaded load(
            Map<Setting<?>, String> options,
            @Nullable String configOption,
            List<SettingProblem> problems,
            Map<String, String> environment) {
        Loader loader = new Loader();
        loader.problems.addAll(problems);
        String config = configOption == null ? environment.get(ServerSettings.CONFIG_VARIABLE) : configOption;
        if (config != null && !config.isEmpty()) {
            loader.readFile(config);
        }
        Environment.read(environment, loader.given, loader.problems);
        options.forEach((setting, text) -> loader.given.put(setting, new RawValue(text, Source.commandLine(setting))));
        loader.given.forEach(loader::parse);
        loader.problems.addAll(AllSettings.problems(loader.values));
        return new Loaded(loader.values, List.copyOf(loader.problems));
    }

    private void readFile(String config) {
        try {
            YamlFile.read(Path.of(config), given, problems);
        } catch (InvalidPathException e) {
            problems.add(SettingProblem.error(
                    "config: " + Wording.line(config) + " (expected: the path of a YAML file)",
                    "name the file with --config=FILE"));
        }
    }

    private void parse(Setting<?> setting, RawValue raw) {
        String text = raw.text();
        try {
            text = setting.type().secret() ? SecretFile.resolve(text) : text;
            values = values.withText(setting, text);
        } catch (IOException | IllegalArgumentException e) {
            problems.add(problem(setting, raw, text, e));
        }
    }

    private static SettingProblem problem(Setting<?> setting, RawValue raw, String text, Exception failure) {
        Placeholder placeholder = Placeholder.in(text);
        if (placeholder != null) {
            return Problems.placeholder(setting, raw, placeholder);
        }
        return failure instanceof IOException ? Problems.unreadable(setting, raw) : Problems.badValue(setting, raw);
    }
}

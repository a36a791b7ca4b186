// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.server.settings.Setting;
import dev.rollcall.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
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

    /** The variable that names the file with settings. It is not a setting itself, since it could not be in the file. */
    public static final String CONFIG_VARIABLE = Setting.VARIABLE_PREFIX + "CONFIG";

    private static final String FILE_PREFIX = "file:";
    private static final long MAX_SECRET_BYTES = 64 * 1024;

    private final Map<Setting<?>, Given> given = new LinkedHashMap<>();
    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Loader() {}

    /**
     * The result of loading.
     *
     * @param settings the current values; where there was a problem, the default
     * @param problems all that is wrong, in the order in which it was found
     */
    public record Loaded(Settings settings, List<Problem> problems) {

        /** Whether a problem keeps the server from starting. */
        public boolean hasErrors() {
            return problems.stream().anyMatch(Problem::fatal);
        }
    }

    /**
     * Loads the settings.
     *
     * @param options what the command line sets, as text
     * @param configOption the file that the command line names; null when it names none
     * @param problems what is already known to be wrong with the command line
     * @param environment the variables
     */
    public static Loaded load(
            Map<Setting<?>, String> options,
            @Nullable String configOption,
            List<Problem> problems,
            Map<String, String> environment) {
        Loader loader = new Loader();
        loader.problems.addAll(problems);
        String config = configOption == null ? environment.get(Loader.CONFIG_VARIABLE) : configOption;
        if (config != null && !config.isEmpty()) {
            loader.readFile(config);
        }
        Environment.read(environment, loader.given, loader.problems);
        options.forEach((setting, text) -> loader.given.put(setting, new Given(text, Origin.commandLine(setting))));
        loader.given.forEach(loader::parse);
        Settings settings = new Settings(loader.values);
        loader.problems.addAll(CrossChecks.check(settings));
        return new Loaded(settings, List.copyOf(loader.problems));
    }

    private void readFile(String config) {
        try {
            YamlFile.read(Path.of(config), given, problems);
        } catch (InvalidPathException e) {
            problems.add(Problem.error(
                    "config: " + Plain.line(config) + " (expected: the path of a YAML file)",
                    "name the file with --config=FILE"));
        }
    }

    private void parse(Setting<?> setting, Given raw) {
        try {
            String text = setting.type().secret() ? secret(raw.text()) : raw.text();
            values.put(setting, setting.type().parse(text));
        } catch (IOException | InvalidPathException e) {
            problems.add(Problem.error(
                    setting.name() + ": the file named in " + raw.origin().place()
                            + " cannot be read (expected: a readable file of at most 64 KiB)",
                    "check the path after file: and its permissions"));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.badValue(setting, raw));
        }
    }

    /** Returns the secret, or the content of the file that it names, without the line end that editors add. */
    private static String secret(String text) throws IOException {
        if (!text.startsWith(FILE_PREFIX)) {
            return text;
        }
        Path path = Path.of(text.substring(FILE_PREFIX.length()));
        if (Files.size(path) > MAX_SECRET_BYTES) {
            throw new IOException("too long");
        }
        return Files.readString(path).stripTrailing();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.server.settings.Catalogue;
import dev.rollcall.server.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads settings from environment variables. An empty one counts as unset, because compose files leave them empty. */
final class Environment {

    private static final Map<String, Setting<?>> BY_VARIABLE =
            Catalogue.all().collect(Collectors.toMap(Setting::variable, Function.identity()));

    private Environment() {}

    /** Puts settings into {@code given}, and variables that only look like settings into {@code problems}. */
    static void read(Map<String, String> environment, Map<Setting<?>, Given> given, List<Problem> problems) {
        for (Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(Setting.VARIABLE_PREFIX) || name.equals(Loader.CONFIG_VARIABLE)) {
                continue;
            }
            Setting<?> setting = BY_VARIABLE.get(name);
            if (setting == null) {
                Stream<String> names = Stream.concat(BY_VARIABLE.keySet().stream(), Stream.of(Loader.CONFIG_VARIABLE));
                problems.add(Problem.unknown(false, name, "the environment", Plain.closest(name, names)));
            } else if (!entry.getValue().isEmpty()) {
                given.put(setting, new Given(entry.getValue(), Origin.environment(setting)));
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

import dev.rollcall.core.setting.ClosestName;
import dev.rollcall.core.setting.InjectedVariables;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import dev.rollcall.server.settings.AllSettings;
import dev.rollcall.server.settings.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads settings from environment variables. An empty one counts as unset, because compose files leave some empty. */
final class Environment {

    private static final Map<String, Setting<?>> BY_VARIABLE =
            AllSettings.all().collect(Collectors.toMap(Setting::variable, Function.identity()));

    private Environment() {}

    /** Puts settings into {@code given}, and variables that only look like settings into {@code problems}. */
    static void read(Map<String, String> environment, Map<Setting<?>, RawValue> given, List<SettingProblem> problems) {
        List<String> injected = new ArrayList<>();
        for (Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(Setting.VARIABLE_PREFIX) || ServerSettings.NO_SETTINGS.contains(name)) {
                continue;
            }
            if (InjectedVariables.isInjected(name, entry.getValue())) {
                injected.add(name);
                continue;
            }
            Setting<?> setting = BY_VARIABLE.get(name);
            if (setting == null) {
                Stream<String> names =
                        Stream.concat(BY_VARIABLE.keySet().stream(), Stream.of(ServerSettings.CONFIG_VARIABLE));
                problems.add(Problems.unknown(false, name, "the environment", ClosestName.of(name, names)));
            } else if (!entry.getValue().isEmpty()) {
                given.put(setting, new RawValue(entry.getValue(), Source.environment(setting)));
            }
        }
        if (!injected.isEmpty()) {
            problems.add(InjectedVariables.notice(injected));
        }
    }
}

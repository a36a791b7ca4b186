// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Replaces settings by the properties of a Spring application in what the modules say about them: {@code
 * rollcall.secrets.admin}, which a server calls {@code admin-secret}. Pure functions.
 */
final class PropertyNames {

    /** Only names with a dash: the others may be words of the sentence. */
    private static final Map<String, String> BY_NAME = PropertySettings.all()
            .filter(setting -> setting.name().contains("-"))
            .collect(Collectors.toMap(Setting::name, Setting::property));

    private static final Pattern NAME = Pattern.compile("(?<![\\w./-])[a-z]+(?:-[a-z]+)+(?![\\w-])");

    private PropertyNames() {}

    /** Returns the same problem in terms of properties. */
    static SettingProblem in(SettingProblem problem) {
        return new SettingProblem(problem.fatal(), named(problem.what()), named(problem.fix()));
    }

    private static String named(String text) {
        Function<MatchResult, String> property = found -> BY_NAME.getOrDefault(found.group(), found.group());
        return NAME.matcher(text).replaceAll(property);
    }
}

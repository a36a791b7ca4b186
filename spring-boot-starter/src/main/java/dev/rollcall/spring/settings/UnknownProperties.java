// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.settings;

import dev.rollcall.core.setting.ClosestName;
import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties below {@code rollcall.} that no setting has. Files and command lines are written for this application, so such a
 * property is a mistake there, and stops the start: a misspelled secret protects nothing. The environment and the system properties
 * may be meant for another program, so there it only causes a warning. Used by one thread.
 */
final class UnknownProperties {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("rollcall");

    /** The properties of the variables with which Rollcall's own command line finds a running server. */
    private static final Set<String> COMMAND_LINE = Set.of("rollcall.url", "rollcall.token", "rollcall.config");

    private final OwnProperties properties;
    private final Set<String> known;
    private final Map<String, SettingProblem> problems = new LinkedHashMap<>();

    UnknownProperties(OwnProperties properties) {
        this.properties = properties;
        this.known = PropertySettings.all().map(Setting::property).collect(Collectors.toSet());
    }

    /** Returns a problem for each unknown property, by its name. */
    List<SettingProblem> problems() {
        for (ConfigurationPropertySource source : properties.sources()) {
            if (source instanceof IterableConfigurationPropertySource all) {
                all.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !isKnown(source, withoutIndex(name)))
                        .forEach(name -> add(source, name));
            }
        }
        return List.copyOf(problems.values());
    }

    /** Compares letters and digits alone for a variable, which has one character for both dots and dashes. */
    private boolean isKnown(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
                ? known.stream().anyMatch(property -> letters(property).equals(letters(name)))
                : known.stream()
                        .anyMatch(property ->
                                ConfigurationPropertyName.of(property).equals(name));
    }

    private void add(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property == null || properties.isInjected(property) || isOfTheCommandLine(source, name)) {
            return;
        }
        String closest = ClosestName.of(name.toString(), known.stream().sorted());
        String where = property.getOrigin() == null ? "" : " from " + property.getOrigin();
        String module = PropertySettings.absentModuleOf(name.toString());
        problems.putIfAbsent(
                name.toString(),
                new SettingProblem(
                        module.isEmpty() && !mayBeAnothers(source),
                        name + ": unknown" + where,
                        fix(name, closest, module)));
    }

    private static String fix(ConfigurationPropertyName name, String closest, String module) {
        if (!module.isEmpty()) {
            return "Add the dependency dev.rollcall:" + module + ", or remove " + name + ".";
        }
        return closest.isEmpty()
                ? "Remove it; docs/spring-boot-settings.md lists all properties."
                : "Did you mean " + closest + "?";
    }

    private static boolean isOfTheCommandLine(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
                && COMMAND_LINE.contains(name.toString());
    }

    private static boolean mayBeAnothers(ConfigurationPropertySource source) {
        Object underlying = source.getUnderlyingSource();
        return underlying instanceof SystemEnvironmentPropertySource
                || (underlying instanceof PropertiesPropertySource system
                        && system.getName().equals("systemProperties"));
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        ConfigurationPropertyName bare = name;
        while (bare.isLastElementIndexed()) {
            bare = bare.getParent();
        }
        return bare;
    }

    private static String letters(Object name) {
        return name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of settings: what was set, and defaults for the rest. Immutable, thread-safe. */
public final class SettingValues {

    private static final SettingValues NONE = new SettingValues(Map.of(), Map.of());

    private final Map<Setting<?>, Object> set;
    private final Map<Setting<?>, Object> defaults;

    private SettingValues(Map<Setting<?>, Object> set, Map<Setting<?>, Object> defaults) {
        this.set = Map.copyOf(set);
        this.defaults = Map.copyOf(defaults);
    }

    /** Returns values with nothing set. */
    public static SettingValues none() {
        return NONE;
    }

    /**
     * Returns the value of a setting that has a default.
     *
     * @throws IllegalStateException when it has none and is not set
     */
    public <T> T value(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new IllegalStateException(setting.name() + ": not set and without default (expected: use find)");
        }
        return value;
    }

    /** Returns the value of a setting; null when it is not set and has no default. */
    @SuppressWarnings("unchecked") // put there by with and withDefault, which take this setting's own type
    public <T> @Nullable T find(Setting<T> setting) {
        Object value = set.get(setting);
        if (value == null) {
            value = defaults.get(setting);
        }
        return value == null ? setting.defaultValue() : (T) value;
    }

    /** Whether a setting was set, even if to its default. */
    public boolean isSet(Setting<?> setting) {
        return set.containsKey(setting);
    }

    /**
     * Returns the same values with a setting set.
     *
     * @throws IllegalArgumentException when the value is out of range; the message names the setting
     */
    public <T> SettingValues with(Setting<T> setting, T value) {
        return new SettingValues(plus(set, setting, setting.check(value)), defaults);
    }

    /**
     * Returns the same values with a setting set, from its text.
     *
     * @throws IllegalArgumentException when its type does not accept the text
     */
    public <T> SettingValues withText(Setting<T> setting, String text) {
        return new SettingValues(plus(set, setting, setting.type().parse(text)), defaults);
    }

    /**
     * Returns the same values with another default for a setting, which applies when it was not set.
     *
     * @throws IllegalArgumentException when the value is out of range; the message names the setting
     */
    public <T> SettingValues withDefault(Setting<T> setting, T value) {
        return new SettingValues(set, plus(defaults, setting, setting.check(value)));
    }

    /** Returns the same values with everything that others have set, which takes precedence. */
    public SettingValues withAll(SettingValues others) {
        Map<Setting<?>, Object> allSet = new HashMap<>(set);
        allSet.putAll(others.set);
        Map<Setting<?>, Object> allDefaults = new HashMap<>(defaults);
        allDefaults.putAll(others.defaults);
        return new SettingValues(allSet, allDefaults);
    }

    private static Map<Setting<?>, Object> plus(Map<Setting<?>, Object> values, Setting<?> setting, Object value) {
        Map<Setting<?>, Object> all = new HashMap<>(values);
        all.put(setting, value);
        return all;
    }

    /** Leaves out the values, some of which are secrets. */
    @Override
    public String toString() {
        return "SettingValues" + set.keySet();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The current values: what was set, and defaults for the rest. Immutable. */
public final class Settings {

    private final Map<Setting<?>, Object> values = new ConcurrentHashMap<>();
    private final Set<Setting<?>> explicit;

    /**
     * Fills in defaults where nothing was set.
     *
     * @param given what was set; each value is of its setting's type
     */
    public Settings(Map<Setting<?>, Object> given) {
        explicit = Set.copyOf(given.keySet());
        values.putAll(given);
        Catalogue.all().forEach(this::putDefault);
    }

    private Settings(Set<Setting<?>> explicit, Map<Setting<?>, Object> values) {
        this.explicit = explicit;
        this.values.putAll(values);
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
    @SuppressWarnings("unchecked") // put in by this setting's own type
    public <T> @Nullable T find(Setting<T> setting) {
        return (T) values.get(setting);
    }

    /** Whether a setting was set, even if to its default. */
    public boolean isSet(Setting<?> setting) {
        return explicit.contains(setting);
    }

    /** Returns the same values with another default, which applies when the setting was not set. */
    public <T> Settings withDefault(Setting<T> setting, T value) {
        Settings changed = new Settings(explicit, values);
        if (!isSet(setting)) {
            changed.values.put(setting, value);
        }
        return changed;
    }

    private <T> void putDefault(Setting<T> setting) {
        if (setting.defaultText() != null && !values.containsKey(setting)) {
            values.put(setting, (Object) setting.type().parse(setting.defaultText()));
        }
    }

    /** Leaves out the values, some of which are secrets. */
    @Override
    public String toString() {
        return "Settings[" + values.size() + "]";
    }
}

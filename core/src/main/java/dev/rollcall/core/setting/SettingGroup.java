// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of settings under one heading, in the order of the help. Defining a setting adds it to its group, so that no
 * second list has to name it. Filled while the class that defines the settings is loaded; only read afterwards.
 */
public final class SettingGroup {

    private final String heading;
    private final List<Setting<?>> settings = new ArrayList<>();

    /** Makes an empty group with a heading. */
    public SettingGroup(String heading) {
        this.heading = heading;
    }

    /** Returns the heading. */
    public String heading() {
        return heading;
    }

    /** Returns the settings, unmodifiable. */
    public List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }

    /**
     * Begins the definition of a setting.
     *
     * @param name words in lower case, joined by dashes; unique among all settings
     * @param type what values are accepted
     * @param description what the setting does, in plain sentences
     */
    public <T> Definition<T> define(String name, SettingType<T> type, String description) {
        return new Definition<>(this, name, type, description);
    }

    /**
     * A setting whose default is not given yet. Not thread-safe.
     *
     * @param <T> the type of its value
     */
    public static final class Definition<T> {

        final String name;
        final SettingType<T> type;
        final String description;
        String property;
        private final SettingGroup group;

        private Definition(SettingGroup group, String name, SettingType<T> type, String description) {
            this.group = group;
            this.name = name;
            this.type = type;
            this.description = description;
            this.property = name;
        }

        /** Sets the name that Spring Boot applications use, without {@code rollcall.}; {@code name} by default. */
        public Definition<T> property(String key) {
            this.property = key;
            return this;
        }

        /**
         * Returns the setting, with a default.
         *
         * @param text the default as it would be written
         * @throws IllegalArgumentException when the type does not accept it
         */
        public Setting<T> byDefault(String text) {
            return add(text, text);
        }

        /** Returns the setting, with no default. */
        public Setting<T> optional() {
            return add(null, "not set");
        }

        /**
         * Returns the setting, with no default.
         *
         * @param otherwise what happens when it is not set, in words for people
         */
        public Setting<T> optional(String otherwise) {
            return add(null, otherwise);
        }

        private Setting<T> add(@Nullable String defaultText, String defaultWords) {
            Setting<T> setting = new Setting<>(this, defaultText, defaultWords);
            group.settings.add(setting);
            return setting;
        }
    }
}

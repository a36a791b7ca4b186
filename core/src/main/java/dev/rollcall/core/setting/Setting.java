// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.setting;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a setting. Its command-line option, environment variable, key in a file, Spring Boot property, help
 * and documentation are made from it. Immutable, thread-safe; made by {@link SettingGroup}.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {

    /** The prefix of all environment variables of Rollcall. */
    public static final String VARIABLE_PREFIX = "ROLLCALL_";

    /** The prefix of all properties of Rollcall in a Spring Boot application. */
    public static final String PROPERTY_PREFIX = "rollcall.";

    private final String name;
    private final String property;
    private final SettingType<T> type;
    private final String description;
    private final @Nullable String defaultText;
    private final @Nullable T defaultValue;
    private final String defaultWords;

    Setting(SettingGroup.Definition<T> definition, @Nullable String defaultText, String defaultWords) {
        this.name = definition.name;
        this.property = definition.property;
        this.type = definition.type;
        this.description = definition.description;
        this.defaultText = defaultText;
        this.defaultValue = defaultText == null ? null : type.parse(defaultText);
        this.defaultWords = defaultWords;
    }

    /** Returns the name: words in lower case, joined by dashes. Unique among all settings. */
    public String name() {
        return name;
    }

    /** Returns what values are accepted. */
    public SettingType<T> type() {
        return type;
    }

    /** Returns what the setting does, in plain sentences. */
    public String description() {
        return description;
    }

    /** Returns the default as it would be written; null when there is none. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    /** Returns the default; null when there is none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** Returns the default in words for people. */
    public String defaultWords() {
        return defaultWords;
    }

    /** Returns the option on the command line: {@code --poll-interval}. */
    public String option() {
        return "--" + name;
    }

    /** Returns the environment variable: {@code ROLLCALL_POLL_INTERVAL}. */
    public String variable() {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns the property in a Spring Boot application: {@code rollcall.poll-interval}. */
    public String property() {
        return PROPERTY_PREFIX + property;
    }

    /** Returns a text that is accepted: the default if there is one. */
    public String example() {
        return defaultText == null ? type.example().replace("NAME", name) : defaultText;
    }

    /**
     * Checks a value that a program sets.
     *
     * @return the value
     * @throws IllegalArgumentException when it is out of range; the message names the setting and, unless it is a secret,
     *     the value
     */
    public T check(T value) {
        try {
            type.check(value);
        } catch (IllegalArgumentException e) {
            String shown = type.secret() ? "(hidden)" : String.valueOf(value);
            throw new IllegalArgumentException(name + ": " + shown + " (expected: " + type.expected() + ")", e);
        }
        return value;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}

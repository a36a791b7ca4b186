// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set. Option, environment variable, key in the file, help and documentation all come from here.
 * Immutable.
 *
 * @param <T> the type of its value
 * @param name its name, words joined by dashes
 * @param type what is accepted
 * @param description what it does, in plain sentences
 * @param defaultText what it is when nobody sets it, as one would write it; null when it then has no value
 * @param defaultWords the default in words for people
 */
public record Setting<T>(
        String name,
        Type<T> type,
        String description,
        @Nullable String defaultText,
        String defaultWords) {

    /** How every variable of Rollcall begins. */
    public static final String VARIABLE_PREFIX = "ROLLCALL_";

    /** Its option on the command line. */
    public String option() {
        return "--" + name;
    }

    /** Its variable in the environment. */
    public String variable() {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** A text that would be accepted: the default where there is one. */
    public String example() {
        return defaultText == null ? type.example().replace("NAME", name) : defaultText;
    }

    /** By name, for there is one of each. What a record has by itself is built while the program starts, which takes long. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting<?> setting && name.equals(setting.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a setting. Its option, environment variable, key in the file, help and documentation all come from it.
 * Immutable.
 *
 * @param <T> the type of its value
 * @param name its name, words joined by dashes
 * @param type what is accepted
 * @param description what it does, in plain sentences
 * @param defaultText its default as it would be written; null without one
 * @param defaultWords the default in words for people
 */
public record Setting<T>(
        String name,
        Type<T> type,
        String description,
        @Nullable String defaultText,
        String defaultWords) {

    /** The beginning of all environment variables of Rollcall. */
    public static final String VARIABLE_PREFIX = "ROLLCALL_";

    /** Returns its option on the command line. */
    public String option() {
        return "--" + name;
    }

    /** Returns its environment variable. */
    public String variable() {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns a text that is accepted: the default if there is one. */
    public String example() {
        return defaultText == null ? type.example().replace("NAME", name) : defaultText;
    }

    /** Compares names, which are unique. A record's own method would be built while the program starts, which takes long. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Setting<?> setting && name.equals(setting.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}

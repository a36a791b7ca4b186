// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.server.remote.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was given on the command line. Immutable.
 *
 * @param options the values of the options given, by name; an option that takes no value has an empty list
 * @param parameters the arguments
 */
public record Given(Map<String, List<String>> options, List<String> parameters) {

    /** Returns whether an option was given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** Returns all values of an option. */
    public List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** Returns the value of an option; null when it was not given. */
    public @Nullable String text(String option) {
        List<String> values = values(option);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * Returns the whole number that an option names; null when it was not given.
     *
     * @throws Failure when it is not a whole number, or out of range
     */
    public @Nullable Integer whole(String option, int min, int max) {
        String text = text(option);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw Failure.usage(option + ": " + text + " (expected: a whole number from " + min + " to " + max + ")");
        }
        return Integer.valueOf(text);
    }

    /**
     * Returns the duration that an option names; null when it was not given.
     *
     * @throws Failure when it is not a duration, or zero, or longer than 30 days
     */
    public @Nullable Duration duration(String option) {
        String text = text(option);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,7}(s|m|h|d)?")) {
            throw unfit(option, text);
        }
        char unit = text.charAt(text.length() - 1);
        long number = Long.parseLong(text.replaceAll("[smhd]", ""));
        Duration duration = switch (unit) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            case 'd' -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
        if (duration.isZero() || duration.compareTo(Duration.ofDays(30)) > 0) {
            throw unfit(option, text);
        }
        return duration;
    }

    private static Failure unfit(String option, String text) {
        return Failure.usage(
                option + ": " + text + " (expected: a time such as 30s, 10m or 1h, or seconds; at most 30d)");
    }
}

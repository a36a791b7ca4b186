// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times in words. Pure functions. */
public final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Words() {}

    /** Returns a number with a comma before each three digits. */
    public static String number(long number) {
        String digits = Long.toString(number);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            int left = digits.length() - i;
            text.append(i > 0 && left % 3 == 0 && digits.charAt(i - 1) != '-' ? "," : "")
                    .append(digits.charAt(i));
        }
        return text.toString();
    }

    /** Returns a number and what is counted, in the plural unless there is one. */
    public static String count(long number, String one) {
        return number(number) + " " + one + (number == 1 ? "" : "s");
    }

    /** Returns a share in whole percent: 100 % only for all, 0 % only for none. */
    public static String percent(long part, long whole) {
        if (whole <= 0 || part <= 0) {
            return "0 %";
        }
        long rounded = Math.round(100.0 * part / whole);
        return (part < whole ? Math.max(1, Math.min(99, rounded)) : 100) + " %";
    }

    /** Returns the time of day of a moment, in milliseconds since the epoch. */
    public static String time(long millis, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** Returns the date and the time of day of a moment. */
    public static String date(long millis, ZoneId zone) {
        return DAY.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** Returns how long something took, in its two largest units. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3_600 + " h " + seconds / 60 % 60 + " min"
                : seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
    }
}

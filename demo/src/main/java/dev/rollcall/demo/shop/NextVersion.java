// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.shop;

import dev.rollcall.core.text.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo's way of counting versions. */
public final class NextVersion {

    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*?)(\\d{1,9})");

    private NextVersion() {}

    /**
     * Returns the version after another: {@code v2} after {@code v1}. The number at the end is increased by one; without a
     * number, {@code -2} is appended. A version that would be too long is followed by {@code v2}.
     */
    public static String after(String version) {
        String next = version + "-2";
        Matcher numbered = NUMBERED.matcher(version);
        if (numbered.matches()) {
            next = numbered.group(1) + (Integer.parseInt(numbered.group(2)) + 1);
        }
        return next.length() > Version.MAX_LENGTH ? "v2" : next;
    }

    /** Returns the number at the end of a version; 0 if there is none. */
    static int number(String version) {
        Matcher numbered = NUMBERED.matcher(version);
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
    }
}

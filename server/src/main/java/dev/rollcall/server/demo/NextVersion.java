// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.text.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the demo counts versions. */
final class NextVersion {

    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*?)(\\d{1,9})");

    private NextVersion() {}

    /** {@code v2} after {@code v1}: the number at the end plus one; where there is none, {@code -2} is added. */
    static String after(String version) {
        String next = version + "-2";
        Matcher numbered = NUMBERED.matcher(version);
        if (numbered.matches()) {
            next = numbered.group(1) + (Integer.parseInt(numbered.group(2)) + 1);
        }
        return next.length() > Version.MAX_LENGTH ? "v2" : next;
    }

    /** The number at the end; 0 where there is none. */
    static int number(String version) {
        Matcher numbered = NUMBERED.matcher(version);
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
    }
}

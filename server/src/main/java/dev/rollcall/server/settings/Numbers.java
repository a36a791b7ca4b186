// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

/** Numbers for people to read. */
public final class Numbers {

    private Numbers() {}

    /** With a comma before every three digits: 1,048,576. Without a formatter, which would be slow to load at the start. */
    public static String grouped(long number) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        int first = number < 0 ? 1 : 0;
        for (int at = text.length() - 3; at > first; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }
}

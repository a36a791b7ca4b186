// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

/** Text for people. */
final class Wording {

    private static final int LONGEST = 200;

    private Wording() {}

    /** Returns the text on one line, without control characters, cut at 200 characters. */
    static String line(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}

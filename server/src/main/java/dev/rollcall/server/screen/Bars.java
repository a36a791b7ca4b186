// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import java.util.List;

/** Numbers as block characters, to an eighth of a column or of a line. Pure functions. */
public final class Bars {

    private static final String PARTS = " ▏▎▍▌▋▊▉";
    private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
    private static final int EIGHTHS = 8;

    private Bars() {}

    /**
     * Returns a bar. Any part above zero is visible, however small its share.
     *
     * @param columns the width of the bar of the whole
     */
    public static String bar(long part, long whole, int columns) {
        if (part <= 0 || whole <= 0 || columns <= 0) {
            return "";
        }
        int eighths = (int) Math.max(1, Math.round((double) Math.min(part, whole) / whole * columns * EIGHTHS));
        int rest = eighths % EIGHTHS;
        return "█".repeat(eighths / EIGHTHS) + (rest == 0 ? "" : PARTS.charAt(rest));
    }

    /** Returns a bar in a frame that shows how much is left to do. */
    public static String progress(long part, long whole, int columns) {
        return "▕" + Text.left(bar(part, whole, columns), columns) + "▏";
    }

    /**
     * Returns the newest of some numbers, each as one character. The highest reaches the top; the lowest is at the
     * bottom, unless all are equal.
     *
     * @param numbers oldest first
     * @param columns the largest number of characters
     */
    public static String sparkline(List<Long> numbers, int columns) {
        List<Long> newest = numbers.subList(Math.max(0, numbers.size() - Math.max(0, columns)), numbers.size());
        long low = newest.stream().mapToLong(Long::longValue).min().orElse(0);
        long high = newest.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (long number : newest) {
            int step = high == low ? EIGHTHS / 2 - 1 : (int) ((number - low) * (EIGHTHS - 1) / (high - low));
            line.append(HEIGHTS.charAt(step));
        }
        return line.toString();
    }
}

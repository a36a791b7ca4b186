// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

/** Which characters of a stranger's text may be kept, shown and logged (CWE-117). Pure functions. */
public final class Text {

    private Text() {}

    /**
     * Whether the first {@code end} characters hold nothing that breaks a line, turns the direction of writing or is
     * half a character. Joiners are allowed: Persian and Indic paths need them.
     */
    public static boolean harmless(String text, int end) {
        return allOf(text, end, false);
    }

    /** Whether a text is harmless and also free of invisible characters (Unicode category Cf). */
    public static boolean printable(String text) {
        return allOf(text, text.length(), true);
    }

    private static boolean allOf(String text, int end, boolean visible) {
        for (int i = 0; i < end; ) {
            int c = text.codePointAt(i);
            if (c < 0x7f ? c < 0x20 : !fits(c, visible)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean fits(int codePoint, boolean visible) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> !visible && !turnsDirection(codePoint);
            default -> true;
        };
    }

    // Unicode UAX 9, section 2: the explicit directional characters, which can make a log line read as another.
    private static boolean turnsDirection(int c) {
        return c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

/** Texts in terminal columns: most characters take one column, some two and some none. Pure functions. */
public final class Text {

    private static final String CUT = "…";

    private Text() {}

    /** Returns how many columns a text takes. */
    public static int columns(String text) {
        return text.codePoints().map(Text::columns).sum();
    }

    /** Returns a text in at most this many columns, cut at its end if necessary. */
    public static String cut(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int room = columns - 1;
        for (int point : text.codePoints().toArray()) {
            room -= columns(point);
            if (room < 0) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return columns < 1 ? "" : cut + CUT;
    }

    /** Returns a text in exactly this many columns, cut or followed by spaces. */
    public static String left(String text, int columns) {
        String fit = cut(text, columns);
        return fit + " ".repeat(Math.max(0, columns - columns(fit)));
    }

    /** Returns a text in exactly this many columns, cut or preceded by spaces. */
    public static String right(String text, int columns) {
        String fit = cut(text, columns);
        return " ".repeat(Math.max(0, columns - columns(fit))) + fit;
    }

    private static int columns(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(point) ? 2 : 1;
    }

    /**
     * Returns whether a character is in a block that is wide by UAX 11 (East Asian Width): Hangul, Kana, CJK, full
     * width, emoji.
     */
    private static boolean isWide(int point) {
        return point >= 0x1100
                && (point <= 0x115f
                        || (point >= 0x2e80 && point <= 0xa4cf && point != 0x303f)
                        || (point >= 0xac00 && point <= 0xd7a3)
                        || (point >= 0xf900 && point <= 0xfaff)
                        || (point >= 0xfe30 && point <= 0xfe6f)
                        || (point >= 0xff00 && point <= 0xff60)
                        || (point >= 0xffe0 && point <= 0xffe6)
                        || (point >= 0x1f300 && point <= 0x1faff)
                        || (point >= 0x20000 && point <= 0x3fffd));
    }
}

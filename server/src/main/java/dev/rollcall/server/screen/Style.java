// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

/**
 * Colours of texts, from the terminal's own scheme, so that they fit light and dark ones. Immutable.
 *
 * @param on whether there are any
 */
public record Style(boolean on) {

    /** No colours. */
    public static final Style PLAIN = new Style(false);

    private static final String END = "\u001b[0m";

    /** Returns a heading, or what matters most. */
    public String strong(String text) {
        return styled("1", text);
    }

    /** Returns a detail. */
    public String faint(String text) {
        return styled("2", text);
    }

    /** Returns something that is as it should be: the current version. */
    public String good(String text) {
        return styled("32", text);
    }

    /** Returns something that waits: outdated tabs. */
    public String waiting(String text) {
        return styled("33", text);
    }

    /** Returns something that went wrong. */
    public String bad(String text) {
        return styled("31", text);
    }

    /** Returns something neutral, such as routes. */
    public String neutral(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + END : text;
    }
}

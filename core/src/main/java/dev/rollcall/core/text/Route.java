// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import org.jspecify.annotations.Nullable;

/**
 * The rule for routes: only a path, in one normal form. However a path is written, it is kept, compared and shown in
 * the form that people read and type: {@code /blog/über-uns}, not {@code /blog/%C3%BCber-uns}. This is the one place
 * that makes the form, both for what tabs send and for what targets and filters name.
 *
 * <ul>
 *   <li>Query and fragment are cut off.
 *   <li>Characters that need no percent-encoding in a path have none; those that need it have it, in capitals. These
 *       are the ones that browsers encode (WHATWG URL, path percent-encode set), and those that are invisible or turn
 *       the direction of writing.
 *   <li>Accents are composed (Unicode NFC).
 *   <li>Dot segments and doubled slashes are resolved (RFC 3986, section 5.2.4). A slash at the end stays.
 * </ul>
 *
 * A route that already has the form is returned unchanged. Pure functions.
 */
public final class Route {

    /** The longest route that is kept, in UTF-16 characters of the form that is shown. */
    public static final int MAX_LENGTH = 512;

    /** The longest text that is looked at: all characters percent-encoded, with up to three bytes for each. */
    private static final int MAX_RAW_LENGTH = 9 * MAX_LENGTH;

    private static final Checked ROOT = new Checked.Fit("/");

    private Route() {}

    /**
     * Returns the form of a route that a tab sent. Query and fragment are ignored. The rest must begin with a slash.
     *
     * @param text the route; null or empty (also after the cut) means {@code /}
     * @return the route to keep, or why it does not fit
     */
    public static Checked of(@Nullable String text) {
        int end = text == null ? 0 : pathEnd(text);
        if (text == null || end == 0) {
            return ROOT;
        }
        if (end > MAX_RAW_LENGTH) {
            return tooLong(end);
        }
        if (text.charAt(0) != '/') {
            return new Checked.Misfit("route: does not begin with a slash (expected: a path such as /about)");
        }
        if (!Text.harmless(text, end)) {
            return new Checked.Misfit("route: holds a control character (expected: printable characters)");
        }
        String path = text.substring(0, end);
        String form = isPlain(path) ? path : PathSegments.resolve(Percent.readable(path, ""));
        return form.length() > MAX_LENGTH ? tooLong(form.length()) : new Checked.Fit(form);
    }

    /**
     * Returns a piece of a route, or a pattern for routes, in the form of routes; slashes and dots are left as they are.
     *
     * @param special characters that mean something in the pattern, and are left as they are
     */
    public static String readable(String text, String special) {
        return Percent.readable(text, special);
    }

    private static Checked tooLong(int length) {
        return new Checked.Misfit("route: " + length + " characters (expected: at most " + MAX_LENGTH + ")");
    }

    private static int pathEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '?' || c == '#') {
                return i;
            }
        }
        return text.length();
    }

    /**
     * Whether a path already has the form, as nearly all do: only ASCII characters, no dot segment, no doubled slash.
     */
    private static boolean isPlain(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!Percent.isPlain(c) || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return true;
    }
}

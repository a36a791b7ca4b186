// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Text;
import org.jspecify.annotations.Nullable;

/** The rule for routes: a path only, at most {@value #MAX_LENGTH} characters, nothing that could forge a line of a log. */
public final class Route {

    /** The longest route that is kept, in UTF-16 characters (what a browser's {@code length} says). */
    public static final int MAX_LENGTH = 512;

    private static final Checked ROOT = new Checked.Fit("/");

    private Route() {}

    /**
     * Looks at a route that a tab sent. Query and fragment are cut off before anything else and never looked at. What is
     * left must begin with a slash.
     *
     * @param text the route, decoded; null or empty (also after the cut) means {@code /}
     * @return the path to keep, or why it does not fit
     */
    public static Checked of(@Nullable String text) {
        if (text == null) {
            return ROOT;
        }
        int end = pathEnd(text);
        if (end == 0) {
            return ROOT;
        }
        if (end > MAX_LENGTH) {
            return new Checked.Misfit("route: " + end + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        if (text.charAt(0) != '/') {
            return new Checked.Misfit("route: does not begin with a slash (expected: a path such as /about)");
        }
        if (!Text.harmless(text, end)) {
            return new Checked.Misfit("route: holds a control character (expected: printable characters)");
        }
        return new Checked.Fit(text.substring(0, end));
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
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rollcall.core.match.Target;
import dev.rollcall.protocol.http.Text;

/**
 * The four ways of naming routes: {@code prefix} (the default, as in 1.x), {@code exact}, {@code glob} and {@code regex}.
 * Expressions come from people outside, so they run on RE2/J, whose time is linear in the route's length.
 */
public final class RoutePatterns {

    static final int MAX_LENGTH = 256;

    private RoutePatterns() {}

    /**
     * A target from a route and the way it is meant.
     *
     * @throws IllegalArgumentException when the way is unknown or the pattern does not fit
     */
    public static Target target(String route, String match) {
        if (!Text.printable(route)) {
            throw new IllegalArgumentException("route: holds a control or invisible character (expected: printable)");
        }
        return switch (match) {
            case "prefix" -> Target.route(route);
            case "exact" -> Target.routeExactly(route);
            case "glob" -> compiled(route, globToRegex(bounded(route)), true);
            case "regex" -> compiled(route, bounded(route), false);
            default -> throw new IllegalArgumentException("match: unknown (expected: prefix, exact, glob or regex)");
        };
    }

    private static Target compiled(String given, String regex, boolean whole) {
        try {
            Pattern pattern = Pattern.compile(regex);
            return Target.route(
                    "routes matching " + given,
                    name -> whole
                            ? pattern.matches(name)
                            : pattern.matcher(name).find());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "route: not a regular expression, " + e.getDescription() + " (expected: RE2 syntax)", e);
        }
    }

    private static String bounded(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "route: " + pattern.length() + " characters (expected: at most " + MAX_LENGTH + " in a pattern)");
        }
        return pattern;
    }

    /** {@code *} is anything within one segment, {@code **} anything at all, {@code ?} one character; the rest is itself. */
    private static String globToRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rollcall.core.text.Text;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The four ways in which a pattern names routes. Expressions come from people outside, so they run on RE2/J, whose time is
 * linear in the length of the route.
 */
public enum RouteMatch {
    /** The route itself, and every route that begins with it, as in nuxt-skew-protection 1.x. */
    PREFIX,
    /** The route alone. */
    EXACT,
    /** The whole route: {@code *} is anything within one segment, {@code **} anything at all, {@code ?} one character. */
    GLOB,
    /** Anywhere in the route, unless anchored with {@code ^} and {@code $}; the syntax of RE2. */
    REGEX;

    /** The longest glob or regular expression, in UTF-16 characters. */
    public static final int MAX_LENGTH = 256;

    /** Returns the name used in JSON and in queries: {@code prefix}, {@code exact}, {@code glob} or {@code regex}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the way of this name; null when there is none. */
    public static @Nullable RouteMatch of(String wireName) {
        for (RouteMatch match : values()) {
            if (match.wireName().equals(wireName)) {
                return match;
            }
        }
        return null;
    }

    /** Returns a test for routes. Thread-safe. */
    Predicate<String> compile(String pattern) {
        return switch (this) {
            case PREFIX -> route -> route.startsWith(pattern);
            case EXACT -> pattern::equals;
            case GLOB -> Pattern.compile(globToRegex(pattern))::matches;
            case REGEX -> expression(Pattern.compile(pattern));
        };
    }

    private static Predicate<String> expression(Pattern pattern) {
        return route -> pattern.matcher(route).find();
    }

    /** Throws IllegalArgumentException when a pattern does not fit, with what would. */
    void check(String pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("route: missing or not text (expected: a path such as /checkout)");
        }
        if (!Text.printable(pattern)) {
            throw new IllegalArgumentException("route: holds a control or invisible character (expected: printable)");
        }
        if (this == GLOB || this == REGEX) {
            checkExpression(pattern);
        }
    }

    private void checkExpression(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "route: " + pattern.length() + " characters (expected: at most " + MAX_LENGTH + " in a pattern)");
        }
        try {
            compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "route: not a regular expression, " + e.getDescription() + " (expected: RE2 syntax)", e);
        }
    }

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

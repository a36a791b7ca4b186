// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The four ways in which a pattern names routes. Expressions come from outsiders, so they run on RE2/J, which takes
 * time linear in the length of the route.
 */
public enum RouteMatch {
    /** The route itself, and every route that begins with it, as in nuxt-skew-protection 1.x. */
    PREFIX,
    /** The route alone; a slash at the end of either makes no difference. */
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

    /** Returns the way with this name; null when there is none. */
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
            case EXACT -> exactly(pattern);
            case GLOB -> Pattern.compile(globToRegex(pattern))::matches;
            case REGEX -> expression(Pattern.compile(pattern));
        };
    }

    /** A slash at the end makes no difference. */
    private static Predicate<String> exactly(String pattern) {
        String path =
                pattern.length() > 1 && pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return route -> route.startsWith(path)
                && (route.length() == path.length() || (route.length() == path.length() + 1 && route.endsWith("/")));
    }

    private static Predicate<String> expression(Pattern pattern) {
        return route -> pattern.matcher(route).find();
    }

    /**
     * Returns a pattern in the normal form of routes.
     *
     * @throws IllegalArgumentException when it does not fit, saying what would
     */
    String normal(String pattern) {
        String normal = RoutePattern.normal(this, pattern);
        if (this == GLOB || this == REGEX) {
            checkExpression(normal);
        }
        return normal;
    }

    private void checkExpression(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "route: " + pattern.length() + " characters (expected: at most " + MAX_LENGTH + " in a pattern)");
        }
        long size = ExpressionSize.of(pattern);
        if (this == REGEX && size > ExpressionSize.MOST) {
            throw new IllegalArgumentException("route: a regular expression of " + size
                    + " parts when its repetitions are written out (expected: at most " + ExpressionSize.MOST + ")");
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

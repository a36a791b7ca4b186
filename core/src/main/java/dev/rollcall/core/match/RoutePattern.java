// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import dev.rollcall.core.text.Checked;
import dev.rollcall.core.text.Route;
import dev.rollcall.core.text.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a pattern into the normal form of routes, so that a target means the same however it was typed; refuses one that
 * no route can match, and says what was probably meant. Pure functions.
 */
final class RoutePattern {

    /** Percent-encoded characters beyond ASCII, which routes never contain. */
    private static final Pattern ENCODED = Pattern.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+");

    private RoutePattern() {}

    /** @throws IllegalArgumentException when the pattern does not fit, saying what would */
    static String normal(RouteMatch match, String pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("route: missing or not text (expected: a path such as /checkout)");
        }
        if (!Text.harmless(pattern, pattern.length())) {
            throw new IllegalArgumentException("route: holds a control character (expected: printable characters)");
        }
        return switch (match) {
            case PREFIX, EXACT -> path(pattern);
            case GLOB -> glob(pattern);
            case REGEX -> regex(pattern);
        };
    }

    private static String path(String pattern) {
        int address = pattern.indexOf("://");
        if (address > 0 && pattern.indexOf('/') == address + 1) {
            throw refused("a full address, and routes are paths", pathOf(pattern, address + 3));
        }
        int end = firstOf(pattern, "?#");
        if (end < pattern.length()) {
            throw refused("holds a query or fragment, and routes have none", pathOf(pattern, 0));
        }
        if (pattern.charAt(0) != '/') {
            throw refused("does not begin with a slash", "/" + pattern);
        }
        if (Route.of(pattern) instanceof Checked.Fit fit) {
            return fit.value();
        }
        throw new IllegalArgumentException(((Checked.Misfit) Route.of(pattern)).reason());
    }

    private static String glob(String pattern) {
        if (pattern.contains("://")) {
            throw refused("a full address, and routes are paths", pathOf(pattern, pattern.indexOf("://") + 3));
        }
        if (pattern.indexOf('#') >= 0) {
            throw refused("holds a fragment, and routes have none", pattern.substring(0, pattern.indexOf('#')));
        }
        if ("/*?".indexOf(pattern.charAt(0)) < 0) {
            throw refused("does not begin with a slash", "/" + pattern);
        }
        return Route.readable(pattern, "*?");
    }

    private static String regex(String pattern) {
        if (pattern.length() > 1 && pattern.charAt(0) == '^' && Character.isLetterOrDigit(pattern.charAt(1))) {
            throw refused("begins with a letter, and routes begin with a slash", "^/" + pattern.substring(1));
        }
        return ENCODED.matcher(pattern)
                .replaceAll(bytes -> Matcher.quoteReplacement(Route.readable(bytes.group(), "")));
    }

    private static IllegalArgumentException refused(String why, String meant) {
        String words = meant.length() > 1 && meant.length() <= RouteMatch.MAX_LENGTH
                ? "(expected: a path; did you mean " + meant + "?)"
                : "(expected: a path such as /checkout)";
        return new IllegalArgumentException("route: " + why + " " + words);
    }

    /** Returns the path of an address whose host begins at a place; {@code 0} when there is no host. */
    private static String pathOf(String address, int host) {
        int slash = host == 0 ? 0 : address.indexOf('/', host);
        if (slash < 0) {
            return "/";
        }
        String path = address.substring(slash, Math.max(slash, firstOf(address, "?#")));
        return path.startsWith("/") ? path : "/" + path;
    }

    private static int firstOf(String text, String chars) {
        for (int i = 0; i < text.length(); i++) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}

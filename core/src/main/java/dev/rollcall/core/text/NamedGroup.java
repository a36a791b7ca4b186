// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import org.jspecify.annotations.Nullable;

/**
 * The group that a page itself names for its route, such as {@code /product/:id} for {@code /product/17}: the pattern that its
 * router knows. Route and group travel as one text, the <em>place</em> of a tab, so that a group costs memory only once
 * for all tabs at one place. Between the two is a space, which no route has in its normal form. Pure functions.
 */
public final class NamedGroup {

    private static final char BETWEEN = ' ';

    private NamedGroup() {}

    /**
     * Returns the place of a tab.
     *
     * @param route the route, in its normal form
     * @param group the group that the page named; null for none. A group that is not a path, is longer than a route, or
     *     has a character that may not be shown counts as none: it must not keep a tab out
     */
    public static String place(String route, @Nullable String group) {
        return group != null && fits(group) ? route + BETWEEN + group.replace(" ", "%20") : route;
    }

    /** Returns the route of a place. */
    public static String route(String place) {
        int end = place.indexOf(BETWEEN);
        return end < 0 ? place : place.substring(0, end);
    }

    /** Returns the group of a place; null when the page named none. */
    public static @Nullable String group(String place) {
        int end = place.indexOf(BETWEEN);
        return end < 0 ? null : place.substring(end + 1);
    }

    private static boolean fits(String group) {
        return group.startsWith("/") && group.length() <= Route.MAX_LENGTH && Text.printable(group);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds routes that differ only in an id: {@code /product/17} and {@code /product/18} are counted as {@code /product/*}.
 * A group is a route whose segments may be placeholders: {@code *}, {@code :id}, {@code [id]} or <code>{id}</code> for one
 * segment; {@code **}, {@code :rest*} or {@code [...rest]}, as the last segment, for one or more. They are what the
 * routers of Nuxt, Next, Vue and React call their patterns. Immutable, thread-safe.
 */
public final class RouteGroups {

    private static final RouteGroups NONE = new RouteGroups(List.of());

    private final List<Group> groups;

    private RouteGroups(List<Group> groups) {
        this.groups = groups;
    }

    /** Returns groups that fold nothing. */
    public static RouteGroups none() {
        return NONE;
    }

    /**
     * Returns groups; the first one that a route belongs to counts.
     *
     * @throws IllegalArgumentException when a pattern does not begin with a slash, holds a query or fragment, or has a
     *     placeholder for many segments before its end
     */
    public static RouteGroups of(List<String> patterns) {
        return patterns.isEmpty()
                ? NONE
                : new RouteGroups(patterns.stream().map(Group::parse).toList());
    }

    /** Whether there is no group. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Returns the group of a route, as it was written; null when the route belongs to none. */
    public @Nullable String of(String route) {
        if (groups.isEmpty()) {
            return null;
        }
        String[] segments = segments(route);
        for (Group group : groups) {
            if (group.holds(segments)) {
                return group.pattern;
            }
        }
        return null;
    }

    private static String[] segments(String route) {
        int end = route.length() > 1 && route.endsWith("/") ? route.length() - 1 : route.length();
        return route.substring(1, Math.max(1, end)).split("/", -1);
    }

    /**
     * One group.
     *
     * @param pattern as it was written
     * @param segments what each segment must be; {@code *} where it may be any
     * @param open whether further segments may follow, at least one
     */
    private record Group(String pattern, List<String> segments, boolean open) {

        private static final String ANY = "*";

        static Group parse(String pattern) {
            if (!pattern.startsWith("/") || pattern.indexOf('?') >= 0 || pattern.indexOf('#') >= 0) {
                throw new IllegalArgumentException(pattern + " (expected: a path such as /product/*)");
            }
            List<String> parts = Arrays.asList(RouteGroups.segments(pattern));
            boolean open = isMany(parts.get(parts.size() - 1));
            List<String> fixed = open ? parts.subList(0, parts.size() - 1) : parts;
            if (fixed.stream().anyMatch(Group::isMany)) {
                throw new IllegalArgumentException(pattern + " (expected: many segments only at the end)");
            }
            return new Group(pattern, fixed.stream().map(Group::segment).toList(), open);
        }

        private static String segment(String part) {
            boolean placeholder = part.equals(ANY)
                    || part.startsWith(":")
                    || (part.startsWith("[") && part.endsWith("]"))
                    || (part.startsWith("{") && part.endsWith("}"));
            return placeholder ? ANY : Route.readable(part, "");
        }

        private static boolean isMany(String part) {
            return part.equals("**")
                    || part.startsWith("[...")
                    || part.startsWith("[[...")
                    || (part.startsWith(":") && part.endsWith("*"));
        }

        boolean holds(String[] route) {
            int fixed = segments.size();
            if (open ? route.length <= fixed || route[fixed].isEmpty() : route.length != fixed) {
                return false;
            }
            for (int i = 0; i < fixed; i++) {
                String wanted = segments.get(i);
                if (wanted.equals(ANY) ? route[i].isEmpty() : !wanted.equals(route[i])) {
                    return false;
                }
            }
            return true;
        }
    }
}

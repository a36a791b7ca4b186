// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.match.Target;
import dev.rollcall.protocol.http.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TargetJson as administrators write them: {@code "all"}, or an object whose fields narrow each other. What is not understood
 * is refused, never left out, because leaving it out would mean more tabs than were meant. Pure functions.
 */
public final class TargetJson {

    private static final Set<String> FIELDS =
            Set.of("route", "match", "versions", "outdated", "ids", "users", "percent");
    private static final String EXPECTED =
            "(expected: \"all\", or an object with any of route and match, versions, outdated, ids, users, percent)";

    private TargetJson() {}

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Target of(@Nullable Object value) {
        if ("all".equals(value)) {
            return Target.all();
        }
        if (!(value instanceof Map<?, ?> fields) || fields.isEmpty()) {
            throw new IllegalArgumentException("target: " + (value == null ? "missing " : "does not fit ") + EXPECTED);
        }
        for (Object name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("target: holds an unknown field " + EXPECTED);
            }
        }
        return Target.all()
                .and(route(fields.get("route"), fields.get("match")))
                .and(versions(fields.get("versions")))
                .and(outdated(fields.get("outdated")))
                .and(ids(fields.get("ids")))
                .and(users(fields.get("users")))
                .and(percent(fields.get("percent")));
    }

    /**
     * Tabs on a route; all tabs when neither is given.
     *
     * @param match prefix, exact, glob or regex; null for prefix
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Target route(@Nullable Object route, @Nullable Object match) {
        if (route == null && match == null) {
            return Target.all();
        }
        if (!(route instanceof String pattern) || pattern.isEmpty()) {
            throw new IllegalArgumentException("route: missing or not text (expected: a path such as /checkout)");
        }
        if (match != null && !(match instanceof String)) {
            throw new IllegalArgumentException("match: not text (expected: prefix, exact, glob or regex)");
        }
        return RoutePatterns.target(pattern, match instanceof String way ? way : "prefix");
    }

    private static Target versions(@Nullable Object value) {
        return value == null ? Target.all() : Target.versions(names("versions", value));
    }

    private static Target ids(@Nullable Object value) {
        return value == null ? Target.all() : Target.ids(names("ids", value));
    }

    private static Target users(@Nullable Object value) {
        return value == null ? Target.all() : Target.users(names("users", value));
    }

    private static Target outdated(@Nullable Object value) {
        if (value == null || Boolean.FALSE.equals(value)) {
            return Target.all();
        }
        if (!Boolean.TRUE.equals(value)) {
            throw new IllegalArgumentException("outdated: not a truth value (expected: true or false)");
        }
        return Target.outdated();
    }

    private static Target percent(@Nullable Object value) {
        if (value == null) {
            return Target.all();
        }
        if (!(value instanceof Integer percent)) {
            throw new IllegalArgumentException("percent: not a whole number (expected: 1 to 100)");
        }
        return Target.percent(percent);
    }

    private static Set<String> names(String field, Object value) {
        Set<String> names = new LinkedHashSet<>();
        if (value instanceof List<?> list && !list.isEmpty()) {
            for (Object item : list) {
                if (!(item instanceof String name) || name.isEmpty() || !Text.printable(name)) {
                    throw new IllegalArgumentException(field + ": holds something else (expected: printable texts)");
                }
                names.add(name);
            }
            return names;
        }
        throw new IllegalArgumentException(field + ": not a list, or empty (expected: a list of texts)");
    }
}

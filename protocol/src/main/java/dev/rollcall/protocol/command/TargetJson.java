// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.match.And;
import dev.rollcall.core.match.RouteMatch;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Targets as JSON: {@code "all"}, or an object whose fields narrow each other. Fields that are not understood are
 * refused, never ignored, because ignoring one would reach more tabs than were meant. Pure functions.
 */
public final class TargetJson {

    private static final Set<String> FIELDS =
            Set.of("route", "match", "routes", "versions", "outdated", "ids", "users", "percent", "and");
    private static final String EXPECTED =
            "(expected: \"all\", or an object with any of route and match, routes, versions, outdated, ids, users, percent)";

    private TargetJson() {}

    /**
     * Reads a target.
     *
     * @param value a value of a JSON tree; null when it is missing
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Target read(@Nullable Object value) {
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
                .and(routes(fields.get("routes")))
                .and(versions(fields.get("versions")))
                .and(outdated(fields.get("outdated")))
                .and(ids(fields.get("ids")))
                .and(users(fields.get("users")))
                .and(percent(fields.get("percent")))
                .and(and(fields.get("and")));
    }

    /**
     * Reads the tabs on a route; all tabs when neither value is given.
     *
     * @param match prefix, exact, glob or regex; null for prefix
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Target route(@Nullable Object route, @Nullable Object match) {
        if (route == null && match == null) {
            return Target.all();
        }
        if (!(route instanceof String pattern)) {
            throw new IllegalArgumentException("route: missing or not text (expected: a path such as /checkout)");
        }
        if (match != null && !(match instanceof String)) {
            throw new IllegalArgumentException("match: not text (expected: prefix, exact, glob or regex)");
        }
        RouteMatch way = match instanceof String name ? RouteMatch.of(name) : RouteMatch.PREFIX;
        if (way == null) {
            throw new IllegalArgumentException("match: unknown (expected: prefix, exact, glob or regex)");
        }
        return Target.route(way, pattern);
    }

    /**
     * Returns a target as a value of a JSON tree, which {@link #read} reads as an equal target.
     *
     * @throws IllegalArgumentException when the target is {@linkplain Target#isLocal local}
     */
    public static Object write(Target target) {
        if (target instanceof Target.All) {
            return "all";
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (target instanceof And both) {
            both.parts().forEach(part -> add(fields, part));
        } else {
            add(fields, target);
        }
        return fields;
    }

    /** Adds the fields of one plain target; a second one of the same kind becomes part of {@code and}. */
    private static void add(Map<String, Object> fields, Target part) {
        Map<String, Object> own = plain(part);
        if (fields.keySet().stream().anyMatch(own::containsKey) || fields.containsKey("and")) {
            @SuppressWarnings("unchecked") // put there only by this class
            List<Object> further = (List<Object>) fields.computeIfAbsent("and", key -> new ArrayList<>());
            further.add(own);
        } else {
            fields.putAll(own);
        }
    }

    private static Map<String, Object> plain(Target part) {
        if (part instanceof Target.Route route) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("route", route.pattern());
            fields.put("match", route.match().wireName());
            return fields;
        }
        if (part instanceof Target.Routes it) {
            return Map.of("routes", it.globs());
        }
        if (part instanceof Target.Versions it) {
            return Map.of("versions", sorted(it.versions()));
        }
        if (part instanceof Target.Outdated) {
            return Map.of("outdated", true);
        }
        if (part instanceof Target.Ids it) {
            return Map.of("ids", sorted(it.ids()));
        }
        if (part instanceof Target.Users it) {
            return Map.of("users", sorted(it.users()));
        }
        if (part instanceof Target.Percent it) {
            return Map.of("percent", it.percent());
        }
        throw new IllegalArgumentException(
                "target: " + part + " (expected: one made of data, without a test of the application's own)");
    }

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    /**
     * Reads the tabs on routes that match at least one glob; all tabs when the value is null.
     *
     * @throws IllegalArgumentException saying what does not fit
     */
    public static Target routes(@Nullable Object value) {
        return value == null ? Target.all() : Target.routes(List.copyOf(names("routes", value)));
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
            throw new IllegalArgumentException("outdated: not a boolean (expected: true or false)");
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

    private static Target and(@Nullable Object value) {
        if (value == null) {
            return Target.all();
        }
        if (!(value instanceof List<?> parts) || parts.isEmpty()) {
            throw new IllegalArgumentException("and: not a list, or empty (expected: a list of targets)");
        }
        Target all = Target.all();
        for (Object part : parts) {
            all = all.and(read(part));
        }
        return all;
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

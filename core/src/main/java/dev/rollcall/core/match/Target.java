// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import dev.rollcall.core.connection.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which connections a command or a question is for. Several narrow each other: {@code route("/checkout").and(outdated())}.
 * Immutable, thread-safe.
 */
public final class Target {

    private static final Target ALL = new Target("all tabs", current -> connection -> true);

    private final String words;
    private final Matcher matcher;

    private Target(String words, Matcher matcher) {
        this.words = words;
        this.matcher = matcher;
    }

    /** Every connection. */
    public static Target all() {
        return ALL;
    }

    /** Connections whose route equals the given one or begins with it, as in nuxt-skew-protection 1.x. */
    public static Target route(String prefix) {
        return route("routes beginning with " + prefix, name -> name.startsWith(prefix));
    }

    /** Connections whose route equals the given one. */
    public static Target routeExactly(String route) {
        return route("the route " + route, route::equals);
    }

    /**
     * Connections whose route passes a test, {@code Pattern.compile("^/blog/\\d+$").asPredicate()} say. The test is asked
     * once for each different route, on the caller's thread; never hand a backtracking pattern from a stranger to it.
     */
    public static Target route(Predicate<String> test) {
        return route("routes that pass a test", test);
    }

    /** As {@link #route(Predicate)}, with words for the audit list: {@code routes matching ^/blog/}. */
    public static Target route(String words, Predicate<String> test) {
        return new Target(words, current -> {
            Map<String, Boolean> known = new HashMap<>();
            return connection -> known.computeIfAbsent(connection.route(), test::test);
        });
    }

    /** Connections on one of the given versions. */
    public static Target versions(Set<String> versions) {
        Set<String> copy = Set.copyOf(versions);
        return new Target("versions " + listed(copy), current -> connection -> copy.contains(connection.version()));
    }

    /** Connections on any version but the one in force. */
    public static Target outdated() {
        return new Target(
                "outdated", current -> connection -> !connection.version().equals(current));
    }

    /** Connections with one of the given public ids. */
    public static Target ids(Set<String> ids) {
        Set<String> copy = Set.copyOf(ids);
        return new Target("ids " + listed(copy), current -> connection -> copy.contains(connection.id()));
    }

    /** Connections of one of the given people, by their label. */
    public static Target users(Set<String> users) {
        Set<String> copy = Set.copyOf(users);
        return new Target(
                "users " + listed(copy),
                current -> connection -> connection.user() != null && copy.contains(connection.user()));
    }

    /**
     * A share of the connections, always the same ones: who is among the first 10 percent is among the first 20 too. A
     * tab that connects anew is dealt a new number.
     *
     * @param percent 1 to 100
     */
    public static Target percent(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 1 to 100)");
        }
        return new Target(percent + " percent", current -> connection -> connection.percentile() < percent);
    }

    /** Connections that this target and the other both mean. */
    public Target and(Target other) {
        if (this == ALL || other == ALL) {
            return this == ALL ? other : this;
        }
        return new Target(words + ", " + other.words, current -> {
            Predicate<Connection> left = matcher.test(current);
            Predicate<Connection> right = other.matcher.test(current);
            return connection -> left.test(connection) && right.test(connection);
        });
    }

    /**
     * The target as a test, for one pass over the connections on one thread.
     *
     * @param currentVersion the version in force, for {@link #outdated}
     */
    public Predicate<Connection> test(String currentVersion) {
        return matcher.test(currentVersion);
    }

    /** The target in words, for people. */
    @Override
    public String toString() {
        return words;
    }

    /** In order, and not more than a line of them. */
    private static String listed(Set<String> names) {
        String all = String.join(", ", new TreeSet<>(names));
        return all.length() <= 200 ? all : all.substring(0, 200) + "... (" + names.size() + ")";
    }

    @FunctionalInterface
    private interface Matcher {
        Predicate<Connection> test(String currentVersion);
    }
}

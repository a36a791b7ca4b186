// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.target;

import dev.rollcall.core.connection.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which connections a command or a question is for. Several narrow each other: {@code route("/checkout").and(outdated())}.
 * Immutable, thread-safe.
 */
public final class Target {

    private static final Target ALL = new Target(current -> connection -> true);

    private final Matcher matcher;

    private Target(Matcher matcher) {
        this.matcher = matcher;
    }

    /** Every connection. */
    public static Target all() {
        return ALL;
    }

    /** Connections whose route equals the given one or begins with it, as in nuxt-skew-protection 1.x. */
    public static Target route(String prefix) {
        return route(name -> name.startsWith(prefix));
    }

    /** Connections whose route equals the given one. */
    public static Target routeExactly(String route) {
        return route(route::equals);
    }

    /**
     * Connections whose route passes a test, {@code Pattern.compile("^/blog/\\d+$").asPredicate()} say. The test is asked
     * once for each different route, on the caller's thread; never hand a backtracking pattern from a stranger to it.
     */
    public static Target route(Predicate<String> test) {
        return new Target(current -> {
            Map<String, Boolean> known = new HashMap<>();
            return connection -> known.computeIfAbsent(connection.route(), test::test);
        });
    }

    /** Connections on one of the given versions. */
    public static Target versions(Set<String> versions) {
        Set<String> copy = Set.copyOf(versions);
        return new Target(current -> connection -> copy.contains(connection.version()));
    }

    /** Connections on any version but the one in force. */
    public static Target outdated() {
        return new Target(current -> connection -> !connection.version().equals(current));
    }

    /** Connections with one of the given public ids. */
    public static Target ids(Set<String> ids) {
        Set<String> copy = Set.copyOf(ids);
        return new Target(current -> connection -> copy.contains(connection.id()));
    }

    /** Connections of one of the given people, by their label. */
    public static Target users(Set<String> users) {
        Set<String> copy = Set.copyOf(users);
        return new Target(current -> connection -> connection.user() != null && copy.contains(connection.user()));
    }

    /** Connections that this target and the other both mean. */
    public Target and(Target other) {
        return new Target(current -> {
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

    @FunctionalInterface
    private interface Matcher {
        Predicate<Connection> test(String currentVersion);
    }
}

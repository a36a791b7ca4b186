// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.text.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which connections a command or a question is for, as data: it can be stored, sent to other nodes and compared, and is
 * {@linkplain #compile compiled} where it runs. Several targets narrow each other: {@code
 * route("/checkout").and(outdated())}. Immutable, thread-safe.
 */
public sealed interface Target
        permits And,
                Target.All,
                Target.Route,
                Target.Routes,
                Target.Where,
                Target.Versions,
                Target.NotOnVersion,
                Target.Outdated,
                Target.Ids,
                Target.Users,
                Target.Percent {

    /** Returns the target that means every connection. */
    static Target all() {
        return new All();
    }

    /** Returns the connections whose route equals the given one or begins with it, as in nuxt-skew-protection 1.x. */
    static Target route(String prefix) {
        return new Route(RouteMatch.PREFIX, prefix);
    }

    /** Returns the connections whose route equals the given one. */
    static Target routeExactly(String route) {
        return new Route(RouteMatch.EXACT, route);
    }

    /**
     * Returns the connections whose route matches a pattern.
     *
     * @throws IllegalArgumentException when no route can match the pattern (a query, a full address, no slash), or when it
     *     is, as an expression, too long, too large or malformed; the message says what was probably meant
     */
    static Target route(RouteMatch match, String pattern) {
        return new Route(match, pattern);
    }

    /**
     * Returns the connections whose route passes a test of the application's own, {@code
     * Pattern.compile("^/blog/\\d+$").asPredicate()} for one. The target is local: it cannot be stored or sent to other
     * nodes, and means only the tabs of this node. The test is called once for each distinct route, on the caller's
     * thread; never give it a backtracking pattern from a stranger.
     */
    static Target route(Predicate<String> test) {
        return new Where("routes that pass a test", test);
    }

    /**
     * Returns the connections whose route matches at least one of these globs.
     *
     * @param globs 1 to {@value Routes#MOST} patterns, each as in {@link RouteMatch#GLOB}
     * @throws IllegalArgumentException when one does not fit, or when there are none or too many
     */
    static Target routes(List<String> globs) {
        return new Routes(globs);
    }

    /** As {@link #route(Predicate)}, with words for the audit list. */
    static Target route(String words, Predicate<String> test) {
        return new Where(words, test);
    }

    /** Returns the connections on one of the given versions. */
    static Target versions(Set<String> versions) {
        return new Versions(versions);
    }

    /** Returns the connections on any version but the given one. */
    static Target notOnVersion(String version) {
        return new NotOnVersion(version);
    }

    /** Returns the connections on a version behind the current one; not those that are ahead of it. */
    static Target outdated() {
        return new Outdated();
    }

    /** Returns the connections with one of the given public ids. */
    static Target ids(Set<String> ids) {
        return new Ids(ids);
    }

    /** Returns the connections of any of the given people, by their label. */
    static Target users(Set<String> users) {
        return new Users(users);
    }

    /**
     * Returns a share of the connections, always the same ones: those among the first 10 percent are among the first 20
     * too. A tab that connects again gets a new number.
     *
     * @param percent 1 to 100
     */
    static Target percent(int percent) {
        return new Percent(percent);
    }

    /** Returns the connections that this target and the other both mean. */
    default Target and(Target other) {
        return And.of(this, other);
    }

    /** Whether the target holds code of the application, and so cannot leave this process. */
    default boolean isLocal() {
        return false;
    }

    /** Whether testing may be expensive for each distinct route, as with a pattern. */
    default boolean isCostly() {
        return false;
    }

    /**
     * Returns the target as a test, for one pass over the connections on one thread.
     *
     * @param order where versions stand, for {@link #outdated}
     */
    Predicate<Connection> compile(VersionOrder order);

    /** Returns the target in words, for people. */
    @Override
    String toString();

    /** Every connection. */
    record All() implements Target {
        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> true;
        }

        @Override
        public String toString() {
            return "all tabs";
        }
    }

    /**
     * Connections on some routes.
     *
     * @param match what the pattern means
     * @param pattern a route, or an expression of at most {@value RouteMatch#MAX_LENGTH} characters, in the form that
     *     routes have
     */
    record Route(RouteMatch match, String pattern) implements Target {

        /** Puts the pattern into the form that routes have; see {@link dev.rollcall.core.text.Route}. */
        public Route {
            pattern = match.normal(pattern);
        }

        @Override
        public boolean isCostly() {
            return match == RouteMatch.GLOB || match == RouteMatch.REGEX;
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return oncePerRoute(match.compile(pattern));
        }

        @Override
        public String toString() {
            return switch (match) {
                case PREFIX -> "routes beginning with " + pattern;
                case EXACT -> "the route " + pattern;
                case GLOB, REGEX -> "routes matching " + pattern;
            };
        }
    }

    /**
     * Connections on routes that match at least one glob.
     *
     * @param globs the patterns, in the form that routes have
     */
    record Routes(List<String> globs) implements Target {

        /** How many patterns there may be. */
        public static final int MOST = 20;

        /** Puts the patterns into the form that routes have. */
        public Routes {
            if (globs.isEmpty() || globs.size() > MOST) {
                throw new IllegalArgumentException("routes: " + globs.size() + " (expected: 1 to " + MOST + ")");
            }
            globs = globs.stream().map(RouteMatch.GLOB::normal).distinct().toList();
        }

        @Override
        public boolean isCostly() {
            return true;
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return oncePerRoute(globs.stream()
                    .map(RouteMatch.GLOB::compile)
                    .reduce(Predicate::or)
                    .orElseThrow());
        }

        @Override
        public String toString() {
            return "routes matching " + String.join(" or ", globs);
        }
    }

    /**
     * Connections whose route passes a test of the application's own.
     *
     * @param words the test in words, for the audit list
     * @param test decides about one route
     */
    record Where(String words, Predicate<String> test) implements Target {
        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return oncePerRoute(test);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Connections on any of these versions.
     *
     * @param versions the versions; none means no connection
     */
    record Versions(Set<String> versions) implements Target {

        /** Copies the set. */
        public Versions {
            versions = Set.copyOf(versions);
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> versions.contains(connection.version());
        }

        @Override
        public String toString() {
            return "versions " + listed(versions);
        }
    }

    /**
     * Connections on any version but one.
     *
     * @param version that version
     */
    record NotOnVersion(String version) implements Target {

        /** Checks the version. */
        public NotOnVersion {
            Version.require(version);
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> !version.equals(connection.version());
        }

        @Override
        public String toString() {
            return "on another version";
        }
    }

    /** Connections on a version behind the current one. */
    record Outdated() implements Target {
        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> order.isOutdated(connection.version());
        }

        @Override
        public String toString() {
            return "outdated";
        }
    }

    /**
     * Connections with any of these public ids.
     *
     * @param ids the ids; none means no connection
     */
    record Ids(Set<String> ids) implements Target {

        /** Copies the set. */
        public Ids {
            ids = Set.copyOf(ids);
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> ids.contains(connection.id());
        }

        @Override
        public String toString() {
            return "ids " + listed(ids);
        }
    }

    /**
     * Connections of these people.
     *
     * @param users the labels of the people; none means no connection
     */
    record Users(Set<String> users) implements Target {

        /** Copies the set. */
        public Users {
            users = Set.copyOf(users);
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> connection.user() != null && users.contains(connection.user());
        }

        @Override
        public String toString() {
            return "users " + listed(users);
        }
    }

    /**
     * A share of the connections.
     *
     * @param percent 1 to 100
     */
    record Percent(int percent) implements Target {

        /** Checks the range. */
        public Percent {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException("percent: " + percent + " (expected: 1 to 100)");
            }
        }

        @Override
        public Predicate<Connection> compile(VersionOrder order) {
            return connection -> connection.percentile() < percent;
        }

        @Override
        public String toString() {
            return percent + " percent";
        }
    }

    private static Predicate<Connection> oncePerRoute(Predicate<String> test) {
        Map<String, Boolean> known = new HashMap<>();
        return connection -> known.computeIfAbsent(connection.route(), test::test);
    }

    /** Returns names in order, at most a line of them. */
    private static String listed(Set<String> names) {
        String all = String.join(", ", new TreeSet<>(names));
        return all.length() <= 200 ? all : all.substring(0, 200) + "... (" + names.size() + ")";
    }
}

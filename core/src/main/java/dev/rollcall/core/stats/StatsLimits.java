// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import java.time.Duration;

/**
 * How much of the stats is shown, and how often. Everything is counted exactly; the limits say what is shown of it.
 *
 * @param connections the largest number of connections that are listed, 0 or more; 200 by default
 * @param versions the largest number of versions that are shown by name, 1 or more; 1,000 by default. The current version
 *     always is; the rest is {@code (other)}
 * @param routes the largest number of routes that are shown, 0 or more; 1,000 by default
 * @param namedRoutes the routes beyond this number, 1 or more, are {@code (other)}, the busiest being named first; 10,000
 *     by default
 * @param interval the shortest time between two messages to a subscriber; 250 ms by default
 * @param bytesPerSecond the average bandwidth for stats per subscriber, at least 1; 50,000 by default
 */
public record StatsLimits(
        int connections, int versions, int routes, int namedRoutes, Duration interval, int bytesPerSecond) {

    /** 200 connections, 1,000 versions, 1,000 of 10,000 routes, four times a second, 50 KB/s. */
    public static final StatsLimits DEFAULT =
            new StatsLimits(200, 1_000, 1_000, 10_000, Duration.ofMillis(250), 50_000);

    /**
     * The names that may be looked at in a second for all subscribers together. Where there are very many, snapshots come
     * less often: at 100,000 distinct names every 200 ms, at a million every 2 s.
     */
    static final long NAMES_PER_SECOND = 500_000;

    /** Checks the ranges. */
    public StatsLimits {
        require(connections >= 0, "connections", connections, "0 or more");
        require(versions >= 1, "maxVersions", versions, "at least 1");
        require(routes >= 0, "routes", routes, "0 or more");
        require(namedRoutes >= 1, "maxRoutes", namedRoutes, "at least 1");
        require(interval.toMillis() > 0, "interval", interval, "at least 1 ms");
        require(bytesPerSecond > 0, "bytesPerSecond", bytesPerSecond, "at least 1");
    }

    /** Returns the same limits with another number of names: versions, and routes that are not {@code (other)}. */
    public StatsLimits withNames(int maxVersions, int maxRoutes) {
        return new StatsLimits(connections, maxVersions, routes, maxRoutes, interval, bytesPerSecond);
    }

    /** Returns the same limits with another number of listed connections. */
    public StatsLimits withConnections(int most) {
        return new StatsLimits(most, versions, routes, namedRoutes, interval, bytesPerSecond);
    }

    /** Returns the same limits with another number of shown routes. */
    public StatsLimits withRoutes(int most) {
        return new StatsLimits(connections, versions, most, namedRoutes, interval, bytesPerSecond);
    }

    private static void require(boolean fits, String name, Object value, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import java.time.Duration;

/**
 * How much of the stats is shown, and how often.
 *
 * @param connections how many connections are listed, 0 or more; 200 by default
 * @param routes how many routes are shown, 0 or more; 1,000 by default
 * @param interval the shortest time between two messages to a subscriber; 250 ms by default
 * @param bytesPerSecond how much a subscriber is sent on average, at least 1; 50,000 by default
 */
public record StatsLimits(int connections, int routes, Duration interval, int bytesPerSecond) {

    /** 200 connections, 1,000 routes, four times a second, 50 KB/s. */
    public static final StatsLimits DEFAULT = new StatsLimits(200, 1_000, Duration.ofMillis(250), 50_000);

    /** Checks the ranges. */
    public StatsLimits {
        require(connections >= 0, "connections", connections, "0 or more");
        require(routes >= 0, "routes", routes, "0 or more");
        require(interval.toMillis() > 0, "interval", interval, "at least 1 ms");
        require(bytesPerSecond > 0, "bytesPerSecond", bytesPerSecond, "at least 1");
    }

    /** The same with another number of listed connections. */
    public StatsLimits withConnections(int most) {
        return new StatsLimits(most, routes, interval, bytesPerSecond);
    }

    /** The same with another number of shown routes. */
    public StatsLimits withRoutes(int most) {
        return new StatsLimits(connections, most, interval, bytesPerSecond);
    }

    private static void require(boolean fits, String name, Object value, String expected) {
        if (!fits) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}

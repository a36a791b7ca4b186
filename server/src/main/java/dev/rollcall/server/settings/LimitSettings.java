// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.settings;

import java.time.Duration;

/** What is too much, and how often things happen. */
public final class LimitSettings {

    static final Shelf LIMITS = new Shelf("Limits");
    static final Shelf TIMES = new Shelf("Times");

    private static final int MANY = 100_000_000;

    /** Tabs in all. */
    public static final Setting<Integer> MAX_CONNECTIONS = LIMITS.optional(
            "max-connections",
            Types.whole(1, MANY, "connections"),
            "as many as the limit of open files allows",
            "Tabs held at once; one more is answered 503 and told when to try again.");

    /** Tabs of one address. */
    public static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS = LIMITS.of(
            "max-connections-per-address",
            Types.whole(0, MANY, "connections"),
            "1000",
            "Tabs held at once for one client address; 0 is no limit. Not applied to loopback and private ranges.");

    /** New tabs a second. */
    public static final Setting<Integer> CONNECT_RATE = LIMITS.of(
            "connect-rate",
            Types.whole(0, 1_000_000, "connections a second"),
            "0",
            "New tabs a second in all; 0 is no limit.");

    /** New tabs a second of one address. */
    public static final Setting<Integer> CONNECT_RATE_PER_ADDRESS = LIMITS.of(
            "connect-rate-per-address",
            Types.whole(0, 1_000_000, "connections a second"),
            "100",
            "New tabs a second for one client address; 0 is no limit. Not applied to loopback and private ranges.");

    /** Versions told apart. */
    public static final Setting<Integer> MAX_VERSIONS = LIMITS.of(
            "max-versions",
            Types.whole(1, 1_000_000, "versions"),
            "1000",
            "Different versions counted at once; tabs on others count as (other).");

    /** Routes told apart. */
    public static final Setting<Integer> MAX_ROUTES = LIMITS.of(
            "max-routes",
            Types.whole(1, 1_000_000, "routes"),
            "10000",
            "Different routes counted at once; tabs on others count as (other).");

    /** Tabs listed in stats. */
    public static final Setting<Integer> STATS_CONNECTIONS = LIMITS.of(
            "stats-connections",
            Types.whole(0, 10_000, "connections"),
            "200",
            "Tabs listed one by one in stats; the total is exact all the same.");

    /** Routes listed in stats. */
    public static final Setting<Integer> STATS_ROUTES = LIMITS.of(
            "stats-routes", Types.whole(0, 100_000, "routes"), "1000", "Routes listed in stats, the busiest first.");

    /** How much of the line stats may take. */
    public static final Setting<Integer> STATS_BYTES_PER_SECOND = LIMITS.of(
            "stats-bytes-per-second",
            Types.whole(1_000, 100_000_000, "bytes a second"),
            "50000",
            "How much stats may take of a subscriber's line on average; large stats then come less often.");

    /** How often a tab without a connection asks. */
    public static final Setting<Duration> POLL_INTERVAL = TIMES.of(
            "poll-interval",
            Types.duration("1s", "10m"),
            "20s",
            "How soon a tab that can hold no connection is told to ask again. It counts until it has missed a turn.");

    /** How many polls a second are too many. */
    public static final Setting<Integer> POLLS_PER_SECOND = TIMES.of(
            "polls-per-second",
            Types.whole(1, 1_000_000, "requests a second"),
            "1000",
            "How many polls a second are wanted at most; with more such tabs each is told to come less often.");

    /** How often silence is broken. */
    public static final Setting<Duration> KEEPALIVE = TIMES.of(
            "keepalive",
            Types.duration("1s", "10m"),
            "25s",
            "How often a held connection is sent something; less than the shortest idle time of the proxies between.");

    /** How long a tab may keep a command waiting. */
    public static final Setting<Duration> SLOW_AFTER = TIMES.of(
            "slow-after",
            Types.duration("1s", "5m"),
            "10s",
            "How long a tab may take to take a command before it is closed as a slow consumer (4408).");

    /** How often stats are sent. */
    public static final Setting<Duration> STATS_INTERVAL = TIMES.of(
            "stats-interval",
            Types.duration("50ms", "1m"),
            "250ms",
            "Shortest time between two messages with stats to the same subscriber.");

    private LimitSettings() {}
}

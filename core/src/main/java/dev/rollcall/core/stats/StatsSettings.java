// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.setting.Setting;
import dev.rollcall.core.setting.SettingGroup;
import dev.rollcall.core.setting.SettingTypes;
import java.time.Duration;

/**
 * How much of the stats is shown, and how often. Everything is counted exactly; these decide how much of it is shown.
 */
public final class StatsSettings {

    /** The group. */
    public static final SettingGroup STATS = new SettingGroup("Stats");

    /** How many versions are shown by name. */
    public static final Setting<Integer> MAX_VERSIONS = STATS.define(
                    "max-versions",
                    SettingTypes.whole(1, 1_000_000, "versions"),
                    "How many versions stats show by name: the current one, and the busiest of the others. All are counted; "
                            + "tabs on the rest are shown together as (other).")
            .byDefault("1000");

    /** How many routes are counted under their own name. */
    public static final Setting<Integer> MAX_ROUTES = STATS.define(
                    "max-routes",
                    SettingTypes.whole(1, 1_000_000, "routes"),
                    "How many routes keep their name in stats, the busiest first. All are counted; tabs on the rest are shown "
                            + "together as (other).")
            .byDefault("10000");

    /** How many routes are listed. */
    public static final Setting<Integer> STATS_ROUTES = STATS.define(
                    "stats-routes",
                    SettingTypes.whole(0, 100_000, "routes"),
                    "How many routes stats list, the busiest first.")
            .byDefault("1000");

    /** How many tabs are listed. */
    public static final Setting<Integer> STATS_CONNECTIONS = STATS.define(
                    "stats-connections",
                    SettingTypes.whole(0, 10_000, "connections"),
                    "How many tabs stats list one by one. The totals always include all tabs.")
            .byDefault("200");

    /** The shortest time between two messages. */
    public static final Setting<Duration> STATS_INTERVAL = STATS.define(
                    "stats-interval",
                    SettingTypes.duration("50ms", "1m"),
                    "The shortest time between two stats messages to the same subscriber.")
            .byDefault("250ms");

    /** The bandwidth of a subscriber. */
    public static final Setting<Integer> STATS_BYTES_PER_SECOND = STATS.define(
                    "stats-bytes-per-second",
                    SettingTypes.whole(1_000, 100_000_000, "bytes a second"),
                    "The average bandwidth of stats for each subscriber. Large stats are sent less often to stay below it.")
            .byDefault("50000");

    private StatsSettings() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.setting.SettingValues;
import java.time.Duration;

/**
 * The values of {@link StatsSettings}.
 *
 * @param connections the largest number of connections that are listed
 * @param versions the largest number of versions that are shown by name
 * @param routes the largest number of routes that are listed
 * @param namedRoutes the largest number of routes that keep their name
 * @param interval the shortest time between two messages to a subscriber
 * @param bytesPerSecond the average bandwidth per subscriber
 */
public record StatsLimits(
        int connections, int versions, int routes, int namedRoutes, Duration interval, int bytesPerSecond) {

    /**
     * How many names may be looked at in a second, for all subscribers together. When there are very many, snapshots
     * come less often: with 100,000 distinct names every 200 ms, with a million every 2 s.
     */
    static final long NAMES_PER_SECOND = 500_000;

    /** Returns the limits that these values set. */
    public static StatsLimits of(SettingValues values) {
        return new StatsLimits(
                values.value(StatsSettings.STATS_CONNECTIONS),
                values.value(StatsSettings.MAX_VERSIONS),
                values.value(StatsSettings.STATS_ROUTES),
                values.value(StatsSettings.MAX_ROUTES),
                values.value(StatsSettings.STATS_INTERVAL),
                values.value(StatsSettings.STATS_BYTES_PER_SECOND));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.connection.NameCounts;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Builds snapshots. One costs as much as what it shows and as there are different versions and routes, however many
 * connections there are. Thread-safe; while tabs come
 * and go the parts of one snapshot may be some microseconds apart.
 */
public final class SnapshotBuilder {

    private final Hub hub;
    private final Supplier<String> currentVersion;
    private final StatsLimits limits;

    /** Reads a hub. {@code currentVersion} is asked for every snapshot. */
    public SnapshotBuilder(Hub hub, Supplier<String> currentVersion, StatsLimits limits) {
        this.hub = hub;
        this.currentVersion = currentVersion;
        this.limits = limits;
    }

    /** What it is like now. */
    public Stats read() {
        Listing page = hub.list(any -> true, limits.connections(), null);
        List<ConnectionInfo> listed =
                page.connections().stream().map(ConnectionInfo::of).toList();
        Map<String, Integer> routes = hub.routes().busiest(limits.routes());
        int shown = routes.containsKey(NameCounts.OTHER) ? routes.size() - 1 : routes.size();
        int total = hub.size();
        return new Stats(
                total,
                currentVersion.get(),
                hub.versions().busiest(Integer.MAX_VALUE),
                routes,
                hub.transports(),
                listed,
                Math.max(0, total - listed.size()),
                Math.max(0, hub.routes().distinct() - shown));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.Listing;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import java.util.List;
import java.util.function.Supplier;

/**
 * Builds snapshots. The cost grows with what a snapshot shows and with the number of distinct versions and routes, not
 * with the number of connections. Thread-safe; while tabs come and go, the parts of one snapshot may be some microseconds
 * apart.
 */
public final class SnapshotBuilder {

    private final Counts counts;
    private final Hub hub;
    private final Supplier<String> currentVersion;
    private final StatsLimits limits;

    /**
     * Reads counts, and the connections of this node.
     *
     * @param currentVersion asked for every snapshot
     */
    public SnapshotBuilder(Counts counts, Hub hub, Supplier<String> currentVersion, StatsLimits limits) {
        this.counts = counts;
        this.hub = hub;
        this.currentVersion = currentVersion;
        this.limits = limits;
    }

    /** Returns what it is like now. The current version is always shown by name. */
    public Stats read() {
        Listing listing = hub.list(any -> true, limits.connections(), null);
        List<ConnectionInfo> listed =
                listing.connections().stream().map(ConnectionInfo::of).toList();
        String current = currentVersion.get();
        int total = counts.total();
        Ranking versions = Ranking.of(counts.versions(), limits.versions(), limits.versions(), current);
        Ranking routes = Ranking.of(counts.routes(), limits.routes(), limits.namedRoutes(), null);
        return new Stats(
                total,
                current,
                versions.shown(),
                routes.shown(),
                counts.transports(),
                listed,
                Math.max(0, total - listed.size()),
                routes.leftOut(),
                counts.observers());
    }

    /** Returns the number of names that the next snapshot has to look at. Costs O(1). */
    long names() {
        return counts.versions().distinct() + counts.routes().distinct();
    }
}

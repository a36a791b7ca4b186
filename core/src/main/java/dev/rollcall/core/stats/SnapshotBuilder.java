// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.match.Standing;
import dev.rollcall.core.match.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Builds snapshots. The cost grows with what a snapshot shows and with the number of distinct versions and routes, not
 * with the number of connections. Thread-safe; while tabs come and go, the parts of one snapshot may be a few
 * microseconds apart.
 */
public final class SnapshotBuilder {

    /** The largest number of versions whose order is shown: the busiest, and the current one. */
    private static final int MOST_ORDERED = 100;

    private final Cluster cluster;
    private final Counts counts;
    private final Hub hub;
    private final VersionOrder order;
    private final StatsLimits limits;

    /**
     * Reads the counts of all nodes, and the connections that have been there longest.
     *
     * @param order the order of versions, read for every snapshot
     */
    public SnapshotBuilder(Cluster cluster, Hub hub, VersionOrder order, StatsLimits limits) {
        this.cluster = cluster;
        this.counts = cluster.counts();
        this.hub = hub;
        this.order = order;
        this.limits = limits;
    }

    /**
     * Returns the stats as known here now; {@link #readAll} asks other nodes. The current version is always shown by
     * name.
     */
    public Stats read() {
        List<ConnectionInfo> listed = oldest();
        String current = order.currentVersion();
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
                ahead(),
                ordered(versions.shown().keySet().stream(), current),
                counts.observers(),
                nodes(),
                cluster.coverage());
    }

    private List<ConnectionInfo> oldest() {
        Sample own = Sample.of(hub.list(any -> true, limits.connections(), null));
        List<Sample> all = new ArrayList<>(cluster.oldestElsewhere());
        if (all.isEmpty()) {
            return own.connections();
        }
        all.add(own);
        return Sample.merge(all, limits.connections());
    }

    /**
     * Returns the stats of all nodes, at most a second old, saying what is missing. Completes at once on a node that is
     * alone, and after {@link Cluster#PATIENCE} at the latest.
     */
    public CompletionStage<Stats> readAll() {
        return cluster.look().thenApply(looked -> read());
    }

    private List<NodeStats> nodes() {
        return cluster.isAlone()
                ? List.of()
                : cluster.nodes().stream().map(NodeStats::of).toList();
    }

    private int ahead() {
        int[] ahead = {0};
        counts.versions().forEach((version, count) -> {
            if (order.standing(version) == Standing.AHEAD) {
                ahead[0] += count;
            }
        });
        return ahead[0];
    }

    private List<String> ordered(Stream<String> shown, String current) {
        Stream<String> others = shown.filter(version -> !version.equals(current) && !version.equals(Ranking.OTHER));
        return order.sorted(Stream.concat(Stream.of(current), others.limit(MOST_ORDERED - 1L))
                .toList());
    }

    /** Returns the number of names that the next snapshot has to look at. Costs O(1). */
    long names() {
        return counts.versions().distinct() + counts.routes().distinct();
    }
}

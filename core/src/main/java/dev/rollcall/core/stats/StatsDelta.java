// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two snapshots. It cannot be left out: a subscriber that misses one gets a new snapshot.
 */
public final class StatsDelta extends Message {

    private final Stats after;
    private final long seq;
    private final Map<String, Integer> versions;
    private final Map<String, Integer> routes;
    private final @Nullable List<String> order;
    private final @Nullable List<NodeStats> nodes;
    private final List<ConnectionInfo> added = new ArrayList<>();
    private final List<ConnectionInfo> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();

    /**
     * Computes the difference between two snapshots. The cost grows with what they show.
     *
     * @param seq the number of the later one; the earlier one's number is one less
     */
    public StatsDelta(Stats before, Stats after, long seq) {
        this.after = after;
        this.seq = seq;
        this.versions = changedCounts(before.versions(), after.versions());
        this.routes = changedCounts(before.routes(), after.routes());
        this.order = before.order().equals(after.order()) ? null : after.order();
        this.nodes = before.nodes().equals(after.nodes()) ? null : after.nodes();
        compareConnections(before.connections(), after.connections());
    }

    @Override
    public String type() {
        return "stats-delta";
    }

    @Override
    public boolean latestOnly() {
        return true;
    }

    /** The later snapshot. */
    public Stats after() {
        return after;
    }

    /** The number of the later snapshot. */
    public long seq() {
        return seq;
    }

    /** Versions whose count changed; 0 = gone. */
    public Map<String, Integer> versions() {
        return versions;
    }

    /** Routes whose count changed; 0 = gone, or no longer among the busiest. */
    public Map<String, Integer> routes() {
        return routes;
    }

    /** The order of versions; null when unchanged. */
    public @Nullable List<String> order() {
        return order;
    }

    /** The nodes; null when unchanged. */
    public @Nullable List<NodeStats> nodes() {
        return nodes;
    }

    /** Connections that entered the list or moved within it, in order of arrival; they belong at its end. */
    public List<ConnectionInfo> added() {
        return added;
    }

    /** Connections in the list that are on another route now. */
    public List<ConnectionInfo> changed() {
        return changed;
    }

    /** The ids of connections that left the list or moved within it: to be removed before others are added. */
    public List<String> removed() {
        return removed;
    }

    /** Whether the two snapshots show the same. */
    public boolean isEmpty(Stats before) {
        return before.total() == after.total()
                && before.current().equals(after.current())
                && before.routesLeftOut() == after.routesLeftOut()
                && before.ahead() == after.ahead()
                && order == null
                && nodes == null
                && before.coverage().equals(after.coverage())
                && before.observers() == after.observers()
                && before.transports().equals(after.transports())
                && versions.isEmpty()
                && routes.isEmpty()
                && added.isEmpty()
                && changed.isEmpty()
                && removed.isEmpty();
    }

    /**
     * A connection that belongs before one already listed, because another node was slower to report it, cannot be
     * inserted: from there on the list is rebuilt.
     */
    private void compareConnections(List<ConnectionInfo> before, List<ConnectionInfo> now) {
        Map<String, ConnectionInfo> left = new LinkedHashMap<>();
        before.forEach(info -> left.put(info.id(), info));
        int kept = keepPlace(before, now);
        now.subList(0, kept).forEach(info -> {
            if (!info.equals(left.remove(info.id()))) {
                changed.add(info);
            }
        });
        added.addAll(now.subList(kept, now.size()));
        removed.addAll(left.keySet());
    }

    /** Returns how many connections, from the first on, were in the earlier list in the same order. */
    private static int keepPlace(List<ConnectionInfo> before, List<ConnectionInfo> now) {
        Map<String, Integer> places = new HashMap<>();
        before.forEach(info -> places.put(info.id(), places.size()));
        int kept = 0;
        for (int last = -1; kept < now.size(); kept++) {
            int place = places.getOrDefault(now.get(kept).id(), -1);
            if (place <= last) {
                return kept;
            }
            last = place;
        }
        return kept;
    }

    private static Map<String, Integer> changedCounts(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, Integer> changed = new LinkedHashMap<>();
        after.forEach((name, count) -> {
            if (!count.equals(before.get(name))) {
                changed.put(name, count);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> changed.put(name, 0));
        return changed;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.node.NodeId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows about one command: how far it has progressed on each node, as that node last said. Not
 * thread-safe.
 */
final class Known {

    /**
     * How long the tabs of a node that has ended may take to open elsewhere before they count as gone, in milliseconds.
     */
    private static final long PATIENCE_MILLIS = 60_000;

    /** The places from which tabs that have come to another node are taken, first to last. */
    private static final List<Place> OPEN = List.of(Place.RELOADING, Place.DELIVERED, Place.DEFERRED, Place.WAITING);

    final Command command;
    final Map<NodeId, Funnel> funnels = new HashMap<>();
    private final Map<NodeId, Long> absentSince = new HashMap<>();
    private final long since;
    private @Nullable Ended ended;
    private boolean changed = true;

    /** @param ticks when it became known here, by the clock that nobody can set */
    Known(Command command, long ticks) {
        this.command = command;
        this.since = ticks;
    }

    /** Takes in what a node says. */
    void put(NodeId node, Funnel funnel) {
        changed |= !funnel.equals(funnels.put(node, funnel));
    }

    /** The command goes no further. The first to say so counts. */
    void end(Ended how) {
        if (ended == null) {
            ended = how;
            changed = true;
        }
    }

    @Nullable
    Ended ended() {
        return ended;
    }

    /** Returns whether anything has changed since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Takes note of which nodes are there. */
    void look(Predicate<NodeId> isThere, long ticks) {
        for (NodeId node : funnels.keySet()) {
            if (isThere.test(node)) {
                changed |= absentSince.remove(node) != null;
            } else if (absentSince.putIfAbsent(node, ticks) == null || ticks - absent(node) < 2 * PATIENCE_MILLIS) {
                changed = true;
            }
        }
    }

    private long absent(NodeId node) {
        return absentSince.getOrDefault(node, Long.MAX_VALUE);
    }

    /** Returns how many tabs of a node, if it has ended, are still to open elsewhere. */
    int missed(NodeId node) {
        Funnel funnel = funnels.get(node);
        return funnel == null ? 0 : Math.max(0, funnel.open() - adoptedFrom(node));
    }

    /** Returns whether the command is not through with another node's tabs that may still open elsewhere. */
    boolean isUnderWayElsewhere(NodeId self, long ticks) {
        for (Map.Entry<NodeId, Funnel> other : funnels.entrySet()) {
            NodeId node = other.getKey();
            boolean mayCome = !absentSince.containsKey(node) || ticks - absent(node) < PATIENCE_MILLIS;
            if (!node.equals(self) && !other.getValue().over() && mayCome) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a node has not yet said how far it is, and may still do so. */
    boolean isWaitedFor(List<NodeCard> nodes, long ticks) {
        return ticks - since < PATIENCE_MILLIS && nodes.stream().anyMatch(node -> !funnels.containsKey(node.node()));
    }

    private int adoptedFrom(NodeId node) {
        int adopted = 0;
        for (Map.Entry<NodeId, Funnel> other : funnels.entrySet()) {
            adopted +=
                    other.getKey().equals(node) ? 0 : other.getValue().adopted().getOrDefault(node, 0);
        }
        return adopted;
    }

    /** Returns how many tabs are in each place, over all nodes. */
    Map<Place, Integer> places(long ticks) {
        EnumMap<Place, Integer> sum = new EnumMap<>(Place.class);
        for (Place place : Place.values()) {
            sum.put(place, 0);
        }
        funnels.forEach((node, funnel) -> {
            Map<Place, Integer> own = without(funnel, adoptedFrom(node));
            boolean gone = ticks - absent(node) >= PATIENCE_MILLIS && absent(node) != Long.MAX_VALUE;
            own.forEach(
                    (place, count) -> sum.merge(of(place, absentSince.containsKey(node), gone), count, Integer::sum));
        });
        return sum;
    }

    /** A tab whose node has ended is taken to be on its way. */
    private static Place of(Place place, boolean absent, boolean gone) {
        if (!absent || !place.isOpen()) {
            return place;
        }
        return gone ? Place.GONE : Place.RELOADING;
    }

    private static Map<Place, Integer> without(Funnel funnel, int adopted) {
        EnumMap<Place, Integer> places = new EnumMap<>(Place.class);
        places.putAll(funnel.places());
        int left = adopted;
        for (Place place : OPEN) {
            int taken = Math.min(left, places.getOrDefault(place, 0));
            places.merge(place, -taken, Integer::sum);
            left -= taken;
        }
        return places;
    }

    /** Returns names with their counts, over all nodes. */
    Map<String, Integer> names(Function<Funnel, Map<String, Integer>> which) {
        Map<String, Integer> sum = new HashMap<>();
        funnels.values()
                .forEach(funnel -> which.apply(funnel).forEach((name, count) -> sum.merge(name, count, Integer::sum)));
        return sum;
    }

    long deferredUntil() {
        return funnels.values().stream().mapToLong(Funnel::deferredUntil).max().orElse(0);
    }
}

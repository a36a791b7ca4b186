// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.node.NodeId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the tabs of one command on this node by their place. Not thread-safe. */
final class Tally {

    private static final String OTHER = "(other)";

    private final EnumMap<Place, Integer> places = new EnumMap<>(Place.class);
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> reasons = new HashMap<>();
    private final Map<NodeId, Integer> adopted = new HashMap<>();

    void add(@Nullable Place place) {
        if (place != null) {
            places.merge(place, 1, Integer::sum);
        }
    }

    void remove(@Nullable Place place) {
        if (place != null) {
            places.merge(place, -1, Integer::sum);
        }
    }

    void move(@Nullable Place from, @Nullable Place to) {
        remove(from);
        add(to);
    }

    int at(Place place) {
        return places.getOrDefault(place, 0);
    }

    int open() {
        int open = 0;
        for (Map.Entry<Place, Integer> entry : places.entrySet()) {
            open += entry.getKey().isOpen() ? entry.getValue() : 0;
        }
        return open;
    }

    /** A tab has come back on a version. */
    void returnedOn(String version) {
        count(versions, version);
    }

    /** A tab says why it needs time. */
    void deferredFor(String reason) {
        count(reasons, reason);
    }

    /** A tab is counted here that was counted by a node that has ended. */
    void adopt(NodeId from) {
        adopted.merge(from, 1, Integer::sum);
    }

    private static void count(Map<String, Integer> names, String name) {
        boolean known = names.containsKey(name) || names.size() < Funnel.MOST_NAMES;
        names.merge(known ? name : OTHER, 1, Integer::sum);
    }

    Funnel funnel(long deferredUntil, boolean over) {
        EnumMap<Place, Integer> some = new EnumMap<>(Place.class);
        places.forEach((place, count) -> {
            if (count > 0) {
                some.put(place, count);
            }
        });
        return new Funnel(some, versions, reasons, adopted, at(Place.DEFERRED) > 0 ? deferredUntil : 0, over);
    }
}

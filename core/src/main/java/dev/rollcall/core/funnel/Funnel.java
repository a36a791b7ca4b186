// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.funnel;

import dev.rollcall.core.node.NodeId;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far a command has progressed on the tabs of one node. Immutable.
 *
 * @param places how many tabs are in each place; a place without tabs may be left out
 * @param versions on which versions tabs have returned, at most {@value #MOST_NAMES} and {@code (other)}
 * @param reasons the reasons that tabs give for needing time, bounded in the same way
 * @param adopted how many tabs of ended nodes are counted here, by the node that counted them before
 * @param deferredUntil the latest time until which a tab may need time, in milliseconds since the epoch; 0 where there
 *     is no limit
 * @param over whether nothing will change any more
 */
public record Funnel(
        Map<Place, Integer> places,
        Map<String, Integer> versions,
        Map<String, Integer> reasons,
        Map<NodeId, Integer> adopted,
        long deferredUntil,
        boolean over) {

    /** The largest number of names that are counted individually. */
    public static final int MOST_NAMES = 12;

    /** No tabs. */
    public static final Funnel EMPTY = new Funnel(Map.of(), Map.of(), Map.of(), Map.of(), 0, true);

    /** Copies the maps. */
    public Funnel {
        places = places.isEmpty() ? Map.of() : new EnumMap<>(places);
        versions = Map.copyOf(versions);
        reasons = Map.copyOf(reasons);
        adopted = Map.copyOf(adopted);
    }

    /** Returns how many tabs are in a place. */
    public int at(Place place) {
        return places.getOrDefault(place, 0);
    }

    /** Returns how many tabs the command means. */
    public int matched() {
        return places.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns how many tabs are expected to go on. */
    public int open() {
        return places.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}

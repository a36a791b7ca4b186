// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.counts.Sample;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What one node counts, as it tells others, or what has changed in that. Immutable.
 *
 * @param total the number of connections
 * @param observers the number of observers
 * @param transports connections by transport
 * @param versions connections by version; in a change, those whose count has changed, with 0 for those that are gone
 * @param routes connections by route; likewise
 * @param oldest the connections that have been there longest; in a change, what has changed among them
 */
public record Picture(
        int total,
        int observers,
        Map<Transport, Integer> transports,
        Map<String, Integer> versions,
        Map<String, Integer> routes,
        Sample oldest) {

    /** The largest number of versions that a node tells others by name; the rest is {@code (other)}. */
    public static final int MOST_VERSIONS = 1_000;

    /** The largest number of routes that a node tells others by name; the rest is {@code (other)}. */
    public static final int MOST_ROUTES = 10_000;

    /** The picture of a node without connections. */
    public static final Picture EMPTY = counts(0, 0, Map.of(), Map.of(), Map.of());

    /** Returns a picture that lists no single connections. */
    public static Picture counts(
            int total,
            int observers,
            Map<Transport, Integer> transports,
            Map<String, Integer> versions,
            Map<String, Integer> routes) {
        return new Picture(total, observers, transports, versions, routes, Sample.NONE);
    }

    /** Makes the maps unchangeable; they must not change any more. */
    public Picture {
        transports = Collections.unmodifiableMap(transports);
        versions = Collections.unmodifiableMap(versions);
        routes = Collections.unmodifiableMap(routes);
    }

    /** Returns what is counted now. Costs as much as there are names. */
    public static Picture of(Counts counts, Sample oldest) {
        return new Picture(
                counts.total(),
                counts.observers(),
                counts.transports(),
                Ranking.of(counts.versions(), MOST_VERSIONS, MOST_VERSIONS, null)
                        .shown(),
                Ranking.of(counts.routes(), MOST_ROUTES, MOST_ROUTES, null).shown(),
                oldest);
    }

    /**
     * Returns what has changed from this picture to a later one; transports and totals are always those of the later
     * one.
     */
    public Picture changesTo(Picture next) {
        return new Picture(
                next.total,
                next.observers,
                next.transports,
                changed(versions, next.versions),
                changed(routes, next.routes),
                oldest.changesTo(next.oldest));
    }

    /** Returns whether applying this as a change would alter a picture. */
    public boolean changes(Picture before) {
        return !versions.isEmpty()
                || !routes.isEmpty()
                || total != before.total
                || observers != before.observers
                || oldest.changes(before.oldest)
                || !transports.equals(before.transports);
    }

    /** Returns the picture after a change. */
    public Picture with(Picture change) {
        Map<Transport, Integer> held = new EnumMap<>(Transport.class);
        held.putAll(change.transports);
        return new Picture(
                change.total,
                change.observers,
                held,
                applied(versions, change.versions),
                applied(routes, change.routes),
                oldest.with(change.oldest));
    }

    private static Map<String, Integer> changed(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, Integer> changed = new HashMap<>();
        after.forEach((name, count) -> {
            if (!count.equals(before.get(name))) {
                changed.put(name, count);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> changed.put(name, 0));
        return changed;
    }

    private static Map<String, Integer> applied(Map<String, Integer> before, Map<String, Integer> change) {
        if (change.isEmpty()) {
            return before;
        }
        Map<String, Integer> after = new HashMap<>(before);
        change.forEach((name, count) -> {
            if (count == 0) {
                after.remove(name);
            } else {
                after.put(name, count);
            }
        });
        return after;
    }
}

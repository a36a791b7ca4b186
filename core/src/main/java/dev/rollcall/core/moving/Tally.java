// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.moving;

import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts tabs that have moved since a node began to leave. Thread-safe. */
final class Tally {

    private final Map<Transport, Integer> transports = new EnumMap<>(Transport.class);
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> routes = new HashMap<>();
    private int total;

    /** @param route the name under which its route is counted; empty when it is not counted */
    synchronized void add(Connection connection, String route) {
        total++;
        transports.merge(connection.transport(), 1, Integer::sum);
        versions.merge(connection.version(), 1, Integer::sum);
        if (!route.isEmpty()) {
            routes.merge(route, 1, Integer::sum);
        }
    }

    /** Returns the counts so far; names that do not fit into a picture are left out. */
    synchronized Picture picture() {
        return Picture.counts(
                total,
                0,
                new EnumMap<>(transports),
                most(versions, Picture.MOST_VERSIONS),
                most(routes, Picture.MOST_ROUTES));
    }

    private static Map<String, Integer> most(Map<String, Integer> counts, int most) {
        if (counts.size() <= most) {
            return Map.copyOf(counts);
        }
        Map<String, Integer> some = new HashMap<>();
        counts.entrySet().stream().limit(most).forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        return some;
    }

    /** Returns what is in one picture and in none of the others. */
    static Picture without(Picture from, Iterable<Picture> gone) {
        int total = from.total();
        Map<Transport, Integer> transports = new EnumMap<>(Transport.class);
        transports.putAll(from.transports());
        Map<String, Integer> versions = new HashMap<>(from.versions());
        Map<String, Integer> routes = new HashMap<>(from.routes());
        for (Picture picture : gone) {
            total -= picture.total();
            take(transports, picture.transports());
            take(versions, picture.versions());
            take(routes, picture.routes());
        }
        return Picture.counts(Math.max(0, total), 0, transports, versions, routes);
    }

    private static <K> void take(Map<K, Integer> from, Map<K, Integer> gone) {
        gone.forEach((name, count) -> from.computeIfPresent(name, (same, left) -> left > count ? left - count : null));
    }
}

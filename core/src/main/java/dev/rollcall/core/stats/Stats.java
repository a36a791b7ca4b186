// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Transport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is connected, counted at one moment.
 *
 * @param total all connections; always exact
 * @param current the current version
 * @param versions connections by version, busiest first; those beyond the limit under {@code (other)}
 * @param routes connections by route, busiest first, at most as many as configured; empty when routes are not tracked
 * @param transports connections by transport; every transport is included
 * @param connections the connections that have been here longest, in order of arrival, at most as many as configured
 * @param connectionsLeftOut how many connections the list does not show
 * @param routesLeftOut how many different routes the map does not show
 * @param ahead how many connections are on a version that was first seen after the current one was announced; always exact
 * @param order the current version and the busiest of the others, at most 100, in the order of releases: those before the
 *     current one are behind it, those after it are ahead
 * @param observers how many connections only watch; nothing else here includes them
 * @param nodes the nodes that are there, the answering one first; empty on a node without a backplane
 * @param coverage whether all of this covers all nodes
 */
public record Stats(
        int total,
        String current,
        Map<String, Integer> versions,
        Map<String, Integer> routes,
        Map<Transport, Integer> transports,
        List<ConnectionInfo> connections,
        int connectionsLeftOut,
        int routesLeftOut,
        int ahead,
        List<String> order,
        int observers,
        List<NodeStats> nodes,
        Coverage coverage) {

    /** Copies the collections and keeps their order. */
    public Stats {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
        connections = List.copyOf(connections);
        order = List.copyOf(order);
        nodes = List.copyOf(nodes);
    }

    /** How many connections are on the current version. */
    public int onCurrent() {
        return versions.getOrDefault(current, 0);
    }

    /** How many connections are on a version behind the current one. */
    public int outdated() {
        return Math.max(0, total - onCurrent() - ahead);
    }

    /**
     * The share of connections on a version behind the current one, in percent, 0 to 100; 0 when nobody is connected.
     */
    public double percentOutdated() {
        return total == 0 ? 0 : 100.0 * outdated() / total;
    }

    /** The share of connections on the current version, in percent, 0 to 100; 100 when nobody is connected. */
    public double percentCurrent() {
        return total == 0 ? 100 : 100.0 * onCurrent() / total;
    }
}

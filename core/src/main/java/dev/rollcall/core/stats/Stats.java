// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

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
 * @param transports connections by transport; every transport is there
 * @param connections the connections that have been here longest, in order of arrival, at most as many as configured
 * @param connectionsLeftOut how many connections the list does not show
 * @param routesLeftOut how many different routes the map does not show
 * @param observers how many connections only watch; they are in nothing else here
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
        int observers) {

    /** Copies what it is given and keeps the order. */
    public Stats {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        transports = Collections.unmodifiableMap(new LinkedHashMap<>(transports));
        connections = List.copyOf(connections);
    }

    /** How many connections are on the current version. */
    public int onCurrent() {
        return versions.getOrDefault(current, 0);
    }

    /** How many connections are on any other version. */
    public int outdated() {
        return Math.max(0, total - onCurrent());
    }

    /** The share on the current version, in percent, 0 to 100; 100 when nobody is connected. */
    public double percentCurrent() {
        return total == 0 ? 100 : 100.0 * onCurrent() / total;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.NameCounts;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.text.RouteGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/** The counts of this node alone. Thread-safe. */
public final class NodeCounts implements Counts {

    private final Hub hub;
    private final ByName versions;
    private final Grouped routes;

    /**
     * Reads a hub.
     *
     * @param groups the routes that are counted together
     */
    public NodeCounts(Hub hub, RouteGroups groups) {
        this.hub = hub;
        this.versions = new Names(hub.versions());
        this.routes = new Grouped(hub, groups);
    }

    /** Reads a hub; every route is counted by itself. */
    public NodeCounts(Hub hub) {
        this(hub, RouteGroups.none());
    }

    @Override
    public int total() {
        return hub.size();
    }

    @Override
    public int observers() {
        return hub.observerCount();
    }

    @Override
    public Map<Transport, Integer> transports() {
        return hub.transports();
    }

    @Override
    public ByName versions() {
        return versions;
    }

    @Override
    public ByName routes() {
        return routes;
    }

    @Override
    public String route(Connection connection) {
        return routes.shown(connection.place());
    }

    private record Names(NameCounts names) implements ByName {
        @Override
        public long distinct() {
            return names.distinct();
        }

        @Override
        public void forEach(ObjIntConsumer<String> action) {
            names.forEach(action);
        }
    }

    /**
     * Routes, with those of a group added up: a configured group, or else the one that the page named. Grouping costs
     * nothing until somebody looks, and nothing at all where there are no groups.
     */
    private record Grouped(Hub hub, RouteGroups groups) implements ByName {

        /** The number of routes, not of groups: this is what reading costs. */
        @Override
        public long distinct() {
            return hub.routes().distinct();
        }

        @Override
        public void forEach(ObjIntConsumer<String> action) {
            if (groups.isEmpty() && !hub.groupsNamed()) {
                hub.routes().forEach(action);
                return;
            }
            Map<String, Integer> counts = new HashMap<>();
            hub.routes().forEach((place, count) -> counts.merge(shown(place), count, Integer::sum));
            counts.forEach(action::accept);
        }

        private String shown(String place) {
            String route = NamedGroup.route(place);
            String configured = groups.of(route);
            String named = NamedGroup.group(place);
            return configured != null ? configured : named != null ? named : route;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.NameCounts;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.text.RouteGroups;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/** The counts of this node alone. Thread-safe. */
public final class NodeCounts implements Counts {

    private final Hub hub;
    private final ByName versions;
    private final ByName routes;

    /**
     * Reads a hub.
     *
     * @param groups the routes that are counted together
     */
    public NodeCounts(Hub hub, RouteGroups groups) {
        this.hub = hub;
        this.versions = new Names(hub.versions());
        this.routes = groups.isEmpty() ? new Names(hub.routes()) : new Grouped(hub.routes(), groups);
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

    /** Routes, with those of a group added up. Folding costs nothing until somebody looks. */
    private record Grouped(NameCounts names, RouteGroups groups) implements ByName {

        /** The number of routes, not of groups: this is what reading costs. */
        @Override
        public long distinct() {
            return names.distinct();
        }

        @Override
        public void forEach(ObjIntConsumer<String> action) {
            Map<String, Integer> counts = new HashMap<>();
            names.forEach((route, count) -> {
                String group = groups.of(route);
                counts.merge(group == null ? route : group, count, Integer::sum);
            });
            counts.forEach(action::accept);
        }
    }
}

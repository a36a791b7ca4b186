// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.NameCounts;
import dev.rollcall.core.connection.Transport;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/** The counts of this node alone. Thread-safe. */
public final class NodeCounts implements Counts {

    private final Hub hub;
    private final ByName versions;
    private final ByName routes;

    /** Reads a hub. */
    public NodeCounts(Hub hub) {
        this.hub = hub;
        this.versions = new Names(hub.versions());
        this.routes = new Names(hub.routes());
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
}

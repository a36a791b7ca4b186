// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * How many connections there are, in all, by version, by route and by transport: a view that is always current. Every name
 * is counted exactly; which names are shown is decided by {@link Ranking}. Reading costs as much as there are distinct
 * names, whatever the number of connections, so it is done only when somebody looks. Thread-safe.
 */
public interface Counts {

    /** Returns the number of connections. */
    int total();

    /** Returns the number of observers, which are in no other count. */
    int observers();

    /** Returns the connections of each transport, every transport included. A new map. */
    Map<Transport, Integer> transports();

    /** The counts by version. */
    ByName versions();

    /** The counts by route; empty when routes are not tracked. */
    ByName routes();

    /** Returns the name under which the route of a connection of this node is counted; empty when routes are not tracked. */
    default String route(Connection connection) {
        return connection.route();
    }

    /** Counts of one kind of name. */
    interface ByName {

        /** Returns the number of different names. Costs O(1). */
        long distinct();

        /** Calls an action for each name and its count, in no order. */
        void forEach(ObjIntConsumer<String> action);
    }
}

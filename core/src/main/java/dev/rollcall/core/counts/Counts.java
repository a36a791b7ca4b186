// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Transport;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * How many connections there are, in total, by version, by route and by transport: a view that is always up to date.
 * Every name is counted exactly; {@link Ranking} decides which are shown. The cost of reading grows with the number of
 * distinct names, not of connections, so it is done only when somebody looks. Thread-safe.
 */
public interface Counts {

    /** Returns the number of connections. */
    int total();

    /** Returns the number of observers, which no other count includes. */
    int observers();

    /** Returns the number of connections by transport, every transport included, as a new map. */
    Map<Transport, Integer> transports();

    /** The counts by version. */
    ByName versions();

    /** The counts by route; empty when routes are not tracked. */
    ByName routes();

    /** Returns the name under which the route of a connection of this node is counted; empty when routes are not tracked. */
    default String route(Connection connection) {
        return connection.route();
    }

    /** Counts by one kind of name. */
    interface ByName {

        /** Returns the number of different names. Costs O(1). */
        long distinct();

        /** Calls an action for each name and its count, in no order. */
        void forEach(ObjIntConsumer<String> action);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;

/**
 * An application's listener for connections. Each has a thread of its own and is called for one event at a time, in the
 * order they happened to each connection; it may block, and whatever it throws is logged with the name of its class. It
 * may use {@link Connection#send}. When it is so slow that more than 65,536 events wait, further ones are dropped. At
 * the end of the process it has two seconds for those that wait. The events that it misses are counted and logged.
 */
public interface ConnectionListener {

    /**
     * Returns what logs, threads and meters call this listener: by default the name of its class. Called on its thread, before
     * the first event. When it throws, the listener misses that event, and is asked again with the next one.
     */
    default String listenerName() {
        return getClass().getName();
    }

    /** A tab connected. */
    default void opened(Connection connection) {}

    /**
     * A tab went to another page. Only when routes are tracked.
     *
     * @param from the route before
     * @param to the route it went to; {@link Connection#route} may have moved on already
     */
    default void routeChanged(Connection connection, String from, String to) {}

    /**
     * A tab is gone.
     *
     * @param why who ended it, and why
     */
    default void closed(Connection connection, Disconnect why) {}
}

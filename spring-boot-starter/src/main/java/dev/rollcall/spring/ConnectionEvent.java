// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;

/**
 * An event of a connection, for {@code @EventListener} methods and {@code ApplicationListener} beans. Each of them is called
 * in the order of events, on a thread of its own, so that one that is slow or throws keeps no other waiting; there is no order
 * between them. When one is so slow that 65,536 events wait, further events for it are dropped, counted and logged.
 */
public sealed interface ConnectionEvent {

    /** Returns the connection it happened to, as it is now. */
    Connection connection();

    /**
     * A tab connected.
     *
     * @param connection the connection
     */
    record Opened(Connection connection) implements ConnectionEvent {}

    /**
     * A tab moved to another route. Published only when routes are tracked.
     *
     * @param connection the connection
     * @param from the previous route
     * @param to the new route
     */
    record RouteChanged(Connection connection, String from, String to) implements ConnectionEvent {}

    /**
     * A tab has gone.
     *
     * @param connection the connection
     * @param why who ended the connection, and the reason
     */
    record Closed(Connection connection, Disconnect why) implements ConnectionEvent {}
}

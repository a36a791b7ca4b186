// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

/**
 * Is told of every change in the hub, on the thread that made it, often an event loop: it must be quick and must
 * neither block nor throw. Each method does nothing by default. Applications use {@code ConnectionListener} instead,
 * which runs elsewhere.
 */
public interface HubObserver {

    /** A connection was registered. */
    default void opened(Connection connection) {}

    /** A connection is on another route now. */
    default void routeChanged(Connection connection, String from, String to) {}

    /** A connection is gone. Called exactly once for each that was opened. */
    default void closed(Connection connection, Disconnect why) {}
}

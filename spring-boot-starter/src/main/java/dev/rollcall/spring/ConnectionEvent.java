// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;

/**
 * What happened to a connection, for {@code @EventListener} methods. Published on a thread of Rollcall's own, in order;
 * when listeners are so slow that more than 65,536 events wait, further ones are left out and counted.
 */
public sealed interface ConnectionEvent {

    /** The connection it happened to, as it is now. */
    Connection connection();

    /**
     * A tab connected.
     *
     * @param connection which one
     */
    record Opened(Connection connection) implements ConnectionEvent {}

    /**
     * A tab went to another page. Only when routes are tracked.
     *
     * @param connection which one
     * @param from the route before
     * @param to the route it went to
     */
    record RouteChanged(Connection connection, String from, String to) implements ConnectionEvent {}

    /**
     * A tab is gone.
     *
     * @param connection which one
     * @param why who ended it, and why
     */
    record Closed(Connection connection, Disconnect why) implements ConnectionEvent {}
}

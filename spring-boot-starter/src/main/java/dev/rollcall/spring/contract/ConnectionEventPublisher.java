// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.spring.ConnectionEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to connections as application events.
 *
 * @param events publishes them
 */
record ConnectionEventPublisher(ApplicationEventPublisher events) implements ConnectionListener {

    @Override
    public void opened(Connection connection) {
        events.publishEvent(new ConnectionEvent.Opened(connection));
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        events.publishEvent(new ConnectionEvent.RouteChanged(connection, from, to));
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        events.publishEvent(new ConnectionEvent.Closed(connection, why));
    }
}

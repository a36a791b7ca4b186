// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import org.springframework.context.ApplicationEventPublisher;

/** Hands what happens to connections on as application events. */
record EventPublishing(ApplicationEventPublisher events) implements ConnectionListener {

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

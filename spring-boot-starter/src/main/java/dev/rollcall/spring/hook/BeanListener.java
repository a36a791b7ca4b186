// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import org.springframework.beans.factory.BeanFactory;

/**
 * A listener that is a bean. It is created at its first event, so it may depend on Rollcall without a circular reference.
 *
 * @param beans has the listener
 * @param name the name of the bean
 */
record BeanListener(BeanFactory beans, String name) implements ConnectionListener {

    /** Returns what the bean says, which is the name of its class. */
    @Override
    public String listenerName() {
        return listener().listenerName();
    }

    @Override
    public void opened(Connection connection) {
        listener().opened(connection);
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        listener().routeChanged(connection, from, to);
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        listener().closed(connection, why);
    }

    private ConnectionListener listener() {
        return beans.getBean(name, ConnectionListener.class);
    }
}

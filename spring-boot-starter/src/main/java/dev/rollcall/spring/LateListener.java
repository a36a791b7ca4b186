// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import org.springframework.beans.factory.BeanFactory;

/**
 * A listener that is a bean, made when there is something to hear: so it can use Rollcall without a circle.
 *
 * @param beans where it is
 * @param name how it is called there
 */
record LateListener(BeanFactory beans, String name) implements ConnectionListener {

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

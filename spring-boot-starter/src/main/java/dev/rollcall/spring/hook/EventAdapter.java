// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.hook.ConnectionListener;
import dev.rollcall.spring.ConnectionEvent;
import java.lang.reflect.UndeclaredThrowableException;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;

/**
 * One of Spring's listeners, as a {@link ConnectionListener}.
 *
 * @param listeners calls it
 * @param listener an {@code @EventListener} method, or a bean
 */
record EventAdapter(EventListeners listeners, ApplicationListener<?> listener) implements ConnectionListener {

    /** Returns the class of the application, with the method if it is one: {@code site.Diary.opened(...)}. */
    @Override
    public String listenerName() {
        return listener instanceof ApplicationListenerMethodAdapter method
                ? method(method)
                : AopUtils.getTargetClass(listener).getName();
    }

    /** By default the id names the method. One of the application's own, {@code @EventListener(id = ...)}, does not. */
    private static String method(ApplicationListenerMethodAdapter adapter) {
        String id = adapter.getListenerId();
        if (id.indexOf('(') > 0) {
            return id;
        }
        String signature = adapter.toString();
        int arguments = signature.indexOf('(');
        return arguments < 0 ? id : signature.substring(signature.lastIndexOf(' ', arguments) + 1, arguments) + "()";
    }

    @Override
    public void opened(Connection connection) {
        call(new ConnectionEvent.Opened(connection));
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        call(new ConnectionEvent.RouteChanged(connection, from, to));
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        call(new ConnectionEvent.Closed(connection, why));
    }

    private void call(ConnectionEvent event) {
        try {
            listeners.call(listener, event);
        } catch (UndeclaredThrowableException e) { // Spring wraps an error that a method throws.
            if (e.getUndeclaredThrowable() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import java.util.ArrayList;
import java.util.List;

/** Tells several observers, in the order they were added. Filled before the hub is handed out, never afterwards. */
final class Observers implements HubObserver {

    private final List<HubObserver> all = new ArrayList<>();

    void add(HubObserver observer) {
        all.add(observer);
    }

    @Override
    public void opened(Connection connection) {
        all.forEach(observer -> observer.opened(connection));
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        all.forEach(observer -> observer.routeChanged(connection, from, to));
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        all.forEach(observer -> observer.closed(connection, why));
    }
}

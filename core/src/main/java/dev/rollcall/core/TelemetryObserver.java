// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.telemetry.Telemetry;

/** Counts connections that open and close. */
record TelemetryObserver(Telemetry telemetry) implements HubObserver {

    @Override
    public void opened(Connection connection) {
        if (!connection.isObserver()) {
            telemetry.opened(connection.transport());
        }
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        if (!connection.isObserver()) {
            telemetry.closed(connection.transport(), why.metric());
        }
    }
}

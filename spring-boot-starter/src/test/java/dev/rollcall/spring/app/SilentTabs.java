// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;

/** Tabs without a host: messages to them go nowhere. */
public final class SilentTabs {

    private SilentTabs() {}

    /** Opens a tab. */
    public static Connection open(Rollcall rollcall, String version, String route) {
        return rollcall.internals().hub().open(Admission.of(Transport.SSE, version, route), tab -> new Nowhere());
    }

    private static final class Nowhere implements Outbound {
        @Override
        public int send(Message message) {
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    }
}

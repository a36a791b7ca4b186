// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;

/** A tab that is counted, but answers nothing. */
public final class SilentTab implements Outbound {

    private SilentTab() {}

    /** Opens a tab on the page {@code /}. */
    public static Connection open(Rollcall rollcall, String version) {
        return rollcall.internals().hub().open(Admission.of(Transport.SSE, version, "/"), tab -> new SilentTab());
    }

    @Override
    public int send(Message message) {
        return 0;
    }

    @Override
    public void close(Disconnect disconnect) {}
}

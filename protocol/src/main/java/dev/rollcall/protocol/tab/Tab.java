// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;

/** A connection of any transport, as POST requests and the heartbeat see it. Thread-safe. */
public interface Tab extends Outbound {

    /**
     * The tab says where it is. Too many updates are merged, and the last one wins.
     *
     * @param route checked
     * @return false when there are so many that they are no longer merged; nothing was done
     */
    boolean routeUpdate(String route);

    /**
     * Asks whether one more message other than a route update is within the limit.
     *
     * @return 0 when it is, otherwise how long to wait, in milliseconds
     */
    long admitMessage();

    /**
     * Time to show that the server is here, and to see whether the tab is.
     *
     * @param keepalive the message for transports that have no ping of their own
     */
    void beat(Message keepalive);
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

/** The way from the hub to one tab, whatever carries it. Thread-safe; never blocks, never throws. */
public interface Outbound {

    /**
     * Sends a message, or keeps it until the tab can take it. A message that is {@linkplain Message#latestOnly() only
     * worth its latest} replaces the one that waits.
     *
     * @return how many bytes the message has
     */
    int send(Message message);

    /** Ends the connection after what was sent before. The connection is closed when the host says so, soon. */
    void close(Disconnect disconnect);
}

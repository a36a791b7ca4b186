// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

/** Accepts the connections of a host on its port. Thread-safe. */
public interface Acceptor {

    /** Returns the port, 1 to 65535. */
    int port();

    /**
     * Reads {@link PendingConnections#hasCapacity} again, and accepts connections or leaves them in the listen backlog
     * accordingly.
     */
    void capacityChanged();

    /** Stops accepting for good. Does nothing when called again. */
    void close();
}

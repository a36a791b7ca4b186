// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

/** Where connections come in. Thread-safe. */
public interface Acceptor {

    /** The port, 1 to 65535. */
    int port();

    /** Looks whether the lobby has room, and accepts connections or lets them wait in the backlog. */
    void look();

    /** Accepts no more, for good. Does nothing the second time. */
    void close();
}

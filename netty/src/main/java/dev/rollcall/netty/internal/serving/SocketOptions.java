// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import io.netty.channel.WriteBufferWaterMark;

/** Socket options that every way of accepting connections sets alike. */
public final class SocketOptions {

    /** Bounds on what a channel may queue: above 64 KiB it is not writable until it is back at 32 KiB. */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    /**
     * How long sent bytes may stay unacknowledged before the kernel gives up on the peer (TCP_USER_TIMEOUT, tcp(7)), in
     * milliseconds: two keepalive intervals of the contract.
     */
    public static final int UNACKNOWLEDGED_MILLIS = 50_000;

    /**
     * How much the kernel may hold for a connection that does not read (SO_SNDBUF, socket(7)), in bytes; Linux doubles
     * it for its own records. By default it holds up to 4 MB for each (tcp_wmem, tcp(7)).
     */
    public static final int SEND_BYTES = 64 * 1024;

    private SocketOptions() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** What a socket has not taken yet. It exists only while there is something in it. Event loop only. */
final class WriteQueue {

    private final ArrayDeque<ByteBuf> bytes = new ArrayDeque<>(4);
    private boolean closesWhenSent;

    /** Adds a buffer, which the queue takes over. */
    void add(ByteBuf more) {
        bytes.add(more);
    }

    /** Sends what the socket takes. Returns false when the connection is broken. */
    boolean sendTo(DenseSocket socket) {
        ByteBuf next = bytes.peek();
        while (next != null) {
            int sent = socket.send(next);
            if (sent < 0) {
                return false;
            }
            if (sent < next.readableBytes()) {
                next.skipBytes(sent);
                return true;
            }
            bytes.remove().release();
            next = bytes.peek();
        }
        return true;
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    /** Marks the socket to be closed when everything has been sent. */
    void closeWhenSent() {
        closesWhenSent = true;
    }

    boolean closesWhenSent() {
        return closesWhenSent;
    }

    /** Releases what was not sent. */
    void release() {
        bytes.forEach(ByteBuf::release);
        bytes.clear();
    }
}

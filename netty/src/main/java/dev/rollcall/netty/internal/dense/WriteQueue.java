// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** What a socket has not taken yet. Exists only as long as something is in it. Event loop only. */
public final class WriteQueue {

    private final ArrayDeque<ByteBuf> bytes = new ArrayDeque<>(4);
    private boolean closesAfterAll;

    /** Takes a buffer over. */
    void add(ByteBuf more) {
        bytes.add(more);
    }

    /** Sends what the socket takes; false when the connection is broken. */
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

    /** The socket is to be closed when everything has left. */
    void closeAfterAll() {
        closesAfterAll = true;
    }

    boolean closesAfterAll() {
        return closesAfterAll;
    }

    void release() {
        bytes.forEach(ByteBuf::release);
        bytes.clear();
    }
}

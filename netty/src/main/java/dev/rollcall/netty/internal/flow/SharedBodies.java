// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import dev.rollcall.protocol.wire.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The bodies of responses that are {@linkplain Response#lasting the same each time}, outside the heap, where sockets
 * take them without a copy. All connections of the process share one, which is made when it is first sent. Thread-safe.
 */
public final class SharedBodies {

    /*
     * The bodies do not come from Netty's allocator and are left to the garbage collector: they last as long as the
     * responses do. An array equals only itself.
     */
    private static final Map<byte[], ByteBuf> BODIES = new WeakHashMap<>();

    private SharedBodies() {}

    /** Returns a read-only view of the body, which must be released like any buffer. */
    public static ByteBuf of(Response response) {
        byte[] body = response.body();
        return response.lasting()
                ? lasting(body).duplicate()
                : Unpooled.wrappedBuffer(body).asReadOnly();
    }

    private static ByteBuf lasting(byte[] body) {
        synchronized (BODIES) {
            return BODIES.computeIfAbsent(body, SharedBodies::direct);
        }
    }

    private static ByteBuf direct(byte[] body) {
        ByteBuffer memory = ByteBuffer.allocateDirect(body.length).put(body).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory).asReadOnly());
    }
}

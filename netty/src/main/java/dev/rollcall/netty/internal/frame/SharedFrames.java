// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Messages as bytes for the connections of one event loop. A message that goes to many of them is copied into direct
 * memory once, and each connection gets a view of that copy. Used on that event loop only.
 */
public final class SharedFrames {

    /* Design: the shared buffer lives for one turn of the loop and is reference-counted like any other, so its memory
     * is freed as soon as the last socket has taken it. A buffer kept on the EncodedMessage itself, for all loops,
     * could only be freed by the garbage collector; an idle server may not run that for hours, while stats ticks leave
     * 50 KB a second. */

    /**
     * Up to this size, a message with a tail is copied whole: one short buffer costs less than a gathering write of
     * three.
     */
    private static final int COPY_WHOLE_BYTES = 1024;

    private @Nullable EncodedMessage sseOf;
    private @Nullable ByteBuf sse;
    private @Nullable EncodedMessage textOf;
    private @Nullable ByteBuf text;

    /** Writes a server-sent event, unflushed. */
    public void writeEvent(Channel channel, TabFrame frame) {
        EncodedMessage encoded = frame.encoded();
        byte[] tail = frame.tail();
        if (tail == null) {
            write(channel, view(event(channel.alloc(), encoded).retainedDuplicate()));
            return;
        }
        byte[] head = encoded.sseHead();
        byte[] end = EncodedMessage.sseEnd();
        int rest = tail.length + end.length;
        if (head.length + rest <= COPY_WHOLE_BYTES) {
            ByteBuf whole = channel.alloc().directBuffer(head.length + rest);
            write(channel, whole.writeBytes(head).writeBytes(tail).writeBytes(end));
            return;
        }
        write(channel, view(event(channel.alloc(), encoded).retainedSlice(0, head.length)));
        write(channel, channel.alloc().directBuffer(rest).writeBytes(tail).writeBytes(end));
    }

    /** Writes a WebSocket text frame, unflushed. */
    public void writeText(Channel channel, TabFrame frame) {
        EncodedMessage encoded = frame.encoded();
        byte[] tail = frame.tail();
        if (tail == null) {
            write(channel, view(text(channel.alloc(), encoded).retainedDuplicate()));
            return;
        }
        int length = frame.jsonLength();
        if (length <= COPY_WHOLE_BYTES) {
            ByteBuf whole = ServerFrames.start(channel.alloc(), ServerFrames.TEXT, length, length);
            write(channel, whole.writeBytes(encoded.json()).writeBytes(tail));
            return;
        }
        ByteBuf shared = text(channel.alloc(), encoded);
        int jsonLength = encoded.json().length;
        ByteBuf json = shared.retainedSlice(shared.writerIndex() - jsonLength, jsonLength);
        write(channel, ServerFrames.start(channel.alloc(), ServerFrames.TEXT, length, 0));
        write(channel, view(json));
        write(channel, channel.alloc().directBuffer(tail.length).writeBytes(tail));
    }

    /** Releases the buffers. Connections that still have a view keep the memory until they have sent it. */
    public void release() {
        if (sse != null) {
            sse.release();
            sse = null;
            sseOf = null;
        }
        if (text != null) {
            text.release();
            text = null;
            textOf = null;
        }
    }

    /** Returns a whole server-sent event, which {@link #release} releases. */
    public ByteBuf event(ByteBufAllocator alloc, EncodedMessage encoded) {
        ByteBuf held = sse;
        if (held == null || sseOf != encoded) {
            if (held != null) {
                held.release();
            }
            byte[] head = encoded.sseHead();
            byte[] end = EncodedMessage.sseEnd();
            held = alloc.directBuffer(head.length + end.length).writeBytes(head).writeBytes(end);
            sse = held;
            sseOf = encoded;
        }
        return held;
    }

    /** Returns a whole text frame, which {@link #release} releases. */
    public ByteBuf text(ByteBufAllocator alloc, EncodedMessage encoded) {
        ByteBuf held = text;
        if (held == null || textOf != encoded) {
            if (held != null) {
                held.release();
            }
            byte[] json = encoded.json();
            held = ServerFrames.start(alloc, ServerFrames.TEXT, json.length, json.length)
                    .writeBytes(json);
            text = held;
            textOf = encoded;
        }
        return held;
    }

    /** Read-only, because TLS appends to the buffers that it is given if it can, and all connections share this one. */
    private static ByteBuf view(ByteBuf shared) {
        return shared.asReadOnly();
    }

    private static void write(Channel channel, ByteBuf buffer) {
        channel.write(buffer, channel.voidPromise());
    }
}

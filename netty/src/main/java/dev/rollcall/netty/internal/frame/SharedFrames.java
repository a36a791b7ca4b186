// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages on wires. The bytes of a message that goes to many connections of one loop are copied into direct memory
 * once; each connection gets a view of them. Used on one event loop only.
 */
public final class SharedFrames {

    /* Design: the shared buffer lives for one turn of the loop and is counted like any other, so its memory goes back the
     * moment the last socket has taken it. One kept on the EncodedMessage itself (for all loops) could only be freed by the
     * garbage collector, which an idle server does not run for hours while stats ticks leave 50 KB a second behind. */

    /** Up to this size a message with a tail is copied whole: one short buffer is cheaper than three to gather. */
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

    /** Gives the buffers back; wires that still hold a view keep the memory until they have sent it. */
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

    /** A whole server-sent event; released by {@link #release}. */
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

    /** A whole text frame; released by {@link #release}. */
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

    /** Not to be written to: TLS fills up the buffers that it is given where it can, and these are everybody's. */
    private static ByteBuf view(ByteBuf shared) {
        return shared.asReadOnly();
    }

    private static void write(Channel channel, ByteBuf buffer) {
        channel.write(buffer, channel.voidPromise());
    }
}

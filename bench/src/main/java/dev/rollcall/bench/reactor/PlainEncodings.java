// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message in the forms that its tabs receive, encoded once into memory that all tabs share. The encoders for HTTP and
 * WebSocket pass such bytes on unchanged. Thread-safe.
 */
final class PlainEncodings {

    /* Design: only the last message is kept, because a message to many tabs goes to all of them in a row. The memory comes
     * from the JDK, so that the garbage collector frees it: nobody knows which tab is the last to have sent it. */

    private static final int FINAL_TEXT = 0x81;
    private static final int MAX_HEADER_BYTES = 10;
    private static volatile @Nullable PlainEncodings last;

    private final EncodedMessage message;
    private final ByteBuf event;
    private final ByteBuf text;

    private PlainEncodings(EncodedMessage message) {
        this.message = message;
        event = shared(Unpooled.wrappedBuffer(message.sseHead(), EncodedMessage.sseEnd()));
        int length = message.json().length;
        text = shared(header(Unpooled.buffer(MAX_HEADER_BYTES + length), length).writeBytes(message.json()));
    }

    /** Returns a whole server-sent event. */
    static ByteBuf event(ByteBufAllocator alloc, TabFrame frame) {
        if (frame.tail() == null) {
            return of(frame).event.duplicate();
        }
        byte[] head = frame.encoded().sseHead();
        int length = head.length + frame.tailOrEmpty().length + EncodedMessage.sseEnd().length;
        return alloc.directBuffer(length)
                .writeBytes(head)
                .writeBytes(frame.tailOrEmpty())
                .writeBytes(EncodedMessage.sseEnd());
    }

    /** Returns a whole text frame. */
    static ByteBuf text(ByteBufAllocator alloc, TabFrame frame) {
        if (frame.tail() == null) {
            return of(frame).text.duplicate();
        }
        int length = frame.jsonLength();
        return header(alloc.directBuffer(MAX_HEADER_BYTES + length), length)
                .writeBytes(frame.encoded().json())
                .writeBytes(frame.tailOrEmpty());
    }

    private static PlainEncodings of(TabFrame frame) {
        PlainEncodings known = last;
        if (known == null || known.message != frame.encoded()) {
            known = new PlainEncodings(frame.encoded());
            last = known;
        }
        return known;
    }

    private static ByteBuf shared(ByteBuf bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.readableBytes());
        bytes.readBytes(direct);
        direct.flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct));
    }

    /** Appends the header of a final text frame without a mask (RFC 6455, section 5.2). */
    private static ByteBuf header(ByteBuf to, int length) {
        to.writeByte(FINAL_TEXT);
        if (length < 126) {
            return to.writeByte(length);
        }
        return length <= 0xFFFF
                ? to.writeByte(126).writeShort(length)
                : to.writeByte(127).writeLong(length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The frames a server sends (RFC 6455, section 5.2): final and unmasked. They are written straight into the buffer that
 * holds the payload, so a held connection needs no encoder in its pipeline.
 */
public final class ServerFrames {

    /** The opcode of a text frame. */
    public static final int TEXT = 0x1;

    /** The opcode of a close frame. */
    public static final int CLOSE = 0x8;

    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int FINAL = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_HEADER_BYTES = 10;
    private static final ByteBuf EMPTY_PING = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeByte(FINAL | PING).writeByte(0));

    private ServerFrames() {}

    /**
     * Returns a new buffer that begins with a frame's header.
     *
     * @param length the length of the payload that the header states
     * @param capacity how many bytes of payload will be written behind the header
     */
    static ByteBuf start(ByteBufAllocator alloc, int opcode, int length, int capacity) {
        return header(alloc.directBuffer(MAX_HEADER_BYTES + capacity), opcode, length);
    }

    /** Appends a frame's header to a buffer, and returns the buffer. */
    public static ByteBuf header(ByteBuf to, int opcode, int length) {
        to.writeByte(FINAL | opcode);
        if (length < SHORT_LENGTH) {
            return to.writeByte(length);
        }
        return length <= 0xFFFF
                ? to.writeByte(SHORT_LENGTH).writeShort(length)
                : to.writeByte(LONG_LENGTH).writeLong(length);
    }

    /** Returns a ping without a payload. */
    public static ByteBuf ping() {
        return EMPTY_PING.duplicate();
    }

    /** Returns a pong with the payload of the ping that it answers. Does not release the payload. */
    public static ByteBuf pong(ByteBufAllocator alloc, ByteBuf payload) {
        int length = payload.readableBytes();
        return start(alloc, PONG, length, length).writeBytes(payload, payload.readerIndex(), length);
    }

    /** Returns a close frame with code and reason. */
    public static ByteBuf close(ByteBufAllocator alloc, Disconnect disconnect) {
        byte[] reason = disconnect.reason().getBytes(StandardCharsets.UTF_8);
        int length = Short.BYTES + reason.length;
        return start(alloc, CLOSE, length, length).writeShort(disconnect.code()).writeBytes(reason);
    }

    /** Returns the answer to a tab's close frame: its code without the reason, or an empty close frame for -1. */
    public static ByteBuf closeEcho(ByteBufAllocator alloc, int code) {
        return code < 0
                ? start(alloc, CLOSE, 0, 0)
                : start(alloc, CLOSE, Short.BYTES, Short.BYTES).writeShort(code);
    }
}

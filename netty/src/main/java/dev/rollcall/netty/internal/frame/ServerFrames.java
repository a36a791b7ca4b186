// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The frames a server sends (RFC 6455, section 5.2): final, unmasked. Written straight into the buffer that holds the
 * payload, so that a held connection needs no encoder in its pipeline.
 */
public final class ServerFrames {

    public static final int TEXT = 0x1;
    public static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MAX_HEADER_BYTES = 10;
    private static final ByteBuf EMPTY_PING = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeByte(FINAL | PING).writeByte(0));

    private ServerFrames() {}

    /**
     * A buffer that begins with a frame's header.
     *
     * @param length the payload's length, for the header
     * @param room bytes of payload that will be written behind the header
     */
    static ByteBuf start(ByteBufAllocator alloc, int opcode, int length, int room) {
        return header(alloc.directBuffer(MAX_HEADER_BYTES + room), opcode, length);
    }

    /** Appends a frame's header to a buffer, which it returns. */
    public static ByteBuf header(ByteBuf to, int opcode, int length) {
        to.writeByte(FINAL | opcode);
        if (length < SHORT_LENGTH) {
            return to.writeByte(length);
        }
        return length <= 0xFFFF
                ? to.writeByte(SHORT_LENGTH).writeShort(length)
                : to.writeByte(LONG_LENGTH).writeLong(length);
    }

    /** A ping without payload. */
    public static ByteBuf ping() {
        return EMPTY_PING.duplicate();
    }

    /** A pong with the payload of the ping it answers, which is not released. */
    public static ByteBuf pong(ByteBufAllocator alloc, ByteBuf payload) {
        int length = payload.readableBytes();
        return start(alloc, PONG, length, length).writeBytes(payload, payload.readerIndex(), length);
    }

    /** A close frame with code and reason. */
    public static ByteBuf close(ByteBufAllocator alloc, Disconnect disconnect) {
        byte[] reason = disconnect.reason().getBytes(StandardCharsets.UTF_8);
        int length = Short.BYTES + reason.length;
        return start(alloc, CLOSE, length, length).writeShort(disconnect.code()).writeBytes(reason);
    }

    /** The answer to a tab's close frame: its code without the reason, or nothing when it gave none. */
    public static ByteBuf closeEcho(ByteBufAllocator alloc, int code) {
        return code < 0
                ? start(alloc, CLOSE, 0, 0)
                : start(alloc, CLOSE, Short.BYTES, Short.BYTES).writeShort(code);
    }
}

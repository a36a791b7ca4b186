// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a tab sends over a WebSocket (RFC 6455, section 5): parses frames, assembles fragments, and validates
 * both. It keeps bytes, on the heap, only while a frame or message is incomplete. Not thread-safe.
 */
public final class FrameReader {

    private static final Disconnect BAD_FRAME =
            new Disconnect(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "malformed frame", "protocol-error");
    private static final Disconnect BAD_TEXT =
            new Disconnect(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "text is not UTF-8", "protocol-error");

    private static final Disconnect TOO_MANY = new Disconnect(
            WebSocketCloseStatus.POLICY_VIOLATION.code(), "too many frames without content", "too-many-messages");

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int FIRST_BYTES = 2;
    private static final int MASK_BYTES = 4;

    /** Section 7.4.2 defines none beyond this; Netty accepts them (4.2.18). */
    private static final int LAST_CODE = 4_999;

    private @Nullable ByteBuf rest;
    private @Nullable ByteBuf message;
    private boolean inMessage;
    private boolean done;
    private int delivered;
    private @Nullable ByteBuf lastPing;

    /** Returns whether the reader keeps nothing, so that it could serve any other connection next. */
    public boolean isIdle() {
        return rest == null && !inMessage && !done;
    }

    /** Returns how many bytes of memory the reader keeps until more comes. */
    public int keptBytes() {
        return (rest == null ? 0 : rest.capacity()) + (message == null ? 0 : message.capacity());
    }

    /** Returns a number that changes when a message has been delivered. */
    public int delivered() {
        return delivered;
    }

    /** Reads all bytes that have come. Does not release the buffer, but may change its contents. */
    public void read(ByteBuf in, FrameHandler handler) {
        ByteBuf kept = rest;
        if (kept == null) {
            frames(in, handler);
            answerPing(handler);
            if (!done && in.isReadable()) {
                rest = Unpooled.buffer(in.readableBytes()).writeBytes(in);
            }
            return;
        }
        frames(kept.writeBytes(in), handler);
        answerPing(handler);
        if (!kept.isReadable()) {
            rest = null;
        } else if (!done) {
            kept.discardSomeReadBytes(); // A frame that comes byte by byte is not copied each time.
        }
    }

    private void answerPing(FrameHandler handler) {
        ByteBuf ping = lastPing;
        lastPing = null;
        if (ping != null && handler.listens()) {
            handler.ping(ping);
        }
    }

    private void frames(ByteBuf in, FrameHandler handler) {
        while (!done && frame(in, handler)) {
            // The condition does the work.
        }
    }

    /** Reads one frame; returns false when no whole frame is there, or reading has ended. */
    private boolean frame(ByteBuf in, FrameHandler handler) {
        int start = in.readerIndex();
        if (in.readableBytes() < FIRST_BYTES) {
            return false;
        }
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        if (isMalformed(first, second)) {
            return broken(handler, BAD_FRAME);
        }
        int maskAt = start + FIRST_BYTES + extendedLengthBytes(second & 0x7f);
        if (in.writerIndex() < maskAt) {
            return false;
        }
        long length = length(in, start + FIRST_BYTES, second & 0x7f);
        if (length < 0) {
            return broken(handler, BAD_FRAME);
        }
        if (length > HeldTab.MAX_MESSAGE_BYTES) {
            return tooBig(handler);
        }
        return payload(in, maskAt, (int) length, first, handler);
    }

    /** Handles a frame whose head up to the mask is there; returns false when the rest of it is not. */
    private boolean payload(ByteBuf in, int maskAt, int length, int first, FrameHandler handler) {
        int payloadAt = maskAt + MASK_BYTES;
        if (in.writerIndex() < payloadAt + length) {
            return false;
        }
        ByteBuf payload = in.slice(payloadAt, length);
        in.readerIndex(payloadAt + length);
        unmask(payload, in.getInt(maskAt));
        handle(first, payload, handler);
        return true;
    }

    /** Sections 5.1 to 5.5: clients mask; no extension is negotiated; control frames are short and not fragmented. */
    private boolean isMalformed(int first, int second) {
        boolean last = (first & 0x80) != 0;
        int opcode = first & 0x0f;
        boolean control = opcode >= CLOSE;
        boolean known = opcode <= BINARY || (control && opcode <= PONG);
        return (first & 0x70) != 0
                || (second & 0x80) == 0
                || !known
                || (control && (!last || (second & 0x7f) > MAX_CONTROL_BYTES))
                || (opcode == CONTINUATION && !inMessage)
                || ((opcode == TEXT || opcode == BINARY) && inMessage);
    }

    private static int extendedLengthBytes(int length7) {
        return length7 < 126 ? 0 : length7 == 126 ? Short.BYTES : Long.BYTES;
    }

    /** Returns the length of the payload; -1 when it is not encoded in the fewest bytes (section 5.2). */
    private static long length(ByteBuf in, int at, int length7) {
        if (length7 < 126) {
            return length7;
        }
        if (length7 == 126) {
            int length = in.getUnsignedShort(at);
            return length < 126 ? -1 : length;
        }
        long length = in.getLong(at);
        return length >= 0 && length <= 0xFFFF ? -1 : length;
    }

    private static void unmask(ByteBuf payload, int mask) {
        int length = payload.readableBytes();
        int at = 0;
        for (; at + 4 <= length; at += 4) {
            payload.setInt(at, payload.getInt(at) ^ mask);
        }
        for (; at < length; at++) {
            payload.setByte(at, payload.getByte(at) ^ (mask >>> (24 - 8 * (at & 3))));
        }
    }

    private void handle(int first, ByteBuf payload, FrameHandler handler) {
        int opcode = first & 0x0f;
        if (opcode == CLOSE) {
            goodbye(payload, handler);
        } else if (handler.listens()) {
            boolean empty =
                    opcode >= PING || (!payload.isReadable() && ((first & 0x80) == 0 || opcode == CONTINUATION));
            if (empty && !handler.admitsEmpty()) {
                broken(handler, TOO_MANY);
            } else if (opcode == PING) {
                lastPing = payload;
            } else if (opcode == PONG) {
                handler.pong();
            } else {
                data(opcode, (first & 0x80) != 0, payload, handler);
            }
        }
    }

    private void data(int opcode, boolean last, ByteBuf payload, FrameHandler handler) {
        if (opcode == BINARY) {
            inMessage = !last;
            delivered++;
            handler.binary();
        } else if (last && !inMessage) {
            deliver(payload, handler);
        } else {
            assemble(last, payload, handler);
        }
    }

    private void assemble(boolean last, ByteBuf payload, FrameHandler handler) {
        ByteBuf whole = message == null ? Unpooled.buffer(payload.readableBytes()) : message;
        inMessage = !last;
        message = last ? null : whole;
        if (whole.readableBytes() + payload.readableBytes() > HeldTab.MAX_MESSAGE_BYTES) {
            tooBig(handler);
            return;
        }
        whole.writeBytes(payload);
        if (last) {
            deliver(whole, handler);
        }
    }

    private void deliver(ByteBuf text, FrameHandler handler) {
        delivered++;
        if (ByteBufUtil.isText(text, StandardCharsets.UTF_8)) {
            handler.text(text.toString(StandardCharsets.UTF_8));
        } else {
            broken(handler, BAD_TEXT);
        }
    }

    /** Section 5.5.1: the payload is empty, or a code and a reason in UTF-8. */
    private void goodbye(ByteBuf payload, FrameHandler handler) {
        int length = payload.readableBytes();
        int code = length < Short.BYTES ? -1 : payload.getUnsignedShort(0);
        if (length == 1 || (code >= 0 && !WebSocketCloseStatus.isValidStatusCode(code)) || code > LAST_CODE) {
            broken(handler, BAD_FRAME);
        } else if (length > Short.BYTES
                && !ByteBufUtil.isText(payload, Short.BYTES, length - Short.BYTES, StandardCharsets.UTF_8)) {
            broken(handler, BAD_TEXT);
        } else {
            answerPing(handler);
            end();
            handler.goodbye(code);
        }
    }

    private boolean tooBig(FrameHandler handler) {
        end();
        if (handler.listens()) {
            handler.tooBig();
        }
        return false;
    }

    private boolean broken(FrameHandler handler, Disconnect why) {
        end();
        if (handler.listens()) {
            handler.broken(why);
        }
        return false;
    }

    private void end() {
        done = true;
        rest = null;
        message = null;
    }
}

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
 * Reads what a tab sends over a WebSocket (RFC 6455, section 5): takes frames apart, puts fragments together, checks what
 * is to be checked. Keeps bytes, on the heap, only of what has come in part. Not thread-safe.
 */
public final class FrameReader {

    /** What is done with what comes. Nothing is read any more once {@link #listens} is false. */
    interface Taker {

        /** Whether anything but the tab's goodbye is of interest. */
        boolean listens();

        /** A whole message. */
        void text(String text);

        /** A message that is not text, or the first piece of one. */
        void binary();

        /** A message or frame is larger than {@link HeldTab#MAX_MESSAGE_BYTES}; what follows cannot be read. */
        void tooBig();

        /** A ping, with its payload, which is valid during the call only. */
        void ping(ByteBuf payload);

        /** A pong. */
        void pong();

        /** The tab says goodbye with this code, -1 when it gives none; what follows is not read. */
        void goodbye(int code);

        /** The tab breaks the rules; what follows cannot be read. */
        void broken(Disconnect why);
    }

    private static final Disconnect BAD_FRAME =
            new Disconnect(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "malformed frame", "protocol-error");
    private static final Disconnect BAD_TEXT =
            new Disconnect(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "text is not UTF-8", "protocol-error");

    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int MASK_BYTES = 4;

    private @Nullable ByteBuf rest;
    private @Nullable ByteBuf message;
    private boolean inMessage;
    private boolean done;

    /** Whether nothing is kept, so that this reader could begin with any other connection. */
    public boolean isIdle() {
        return rest == null && !inMessage && !done;
    }

    /** Reads all that has come; does not release it, but may change it. */
    public void read(ByteBuf in, Taker taker) {
        ByteBuf kept = rest;
        if (kept == null) {
            frames(in, taker);
            if (!done && in.isReadable()) {
                rest = Unpooled.buffer(in.readableBytes()).writeBytes(in);
            }
            return;
        }
        frames(kept.writeBytes(in), taker);
        if (!kept.isReadable()) {
            rest = null;
        } else if (!done) {
            kept.discardSomeReadBytes(); // A frame that comes byte by byte is not copied each time.
        }
    }

    private void frames(ByteBuf in, Taker taker) {
        while (!done && frame(in, taker)) {
            // one after the other
        }
    }

    /** Reads one frame; false when it has not come whole. */
    private boolean frame(ByteBuf in, Taker taker) {
        int start = in.readerIndex();
        int there = in.readableBytes();
        if (there < 2) {
            return false;
        }
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        if (isMalformed(first, second)) {
            return broken(taker, BAD_FRAME);
        }
        int extended = (second & 0x7f) < 126 ? 0 : (second & 0x7f) == 126 ? 2 : 8;
        int header = 2 + extended + MASK_BYTES;
        if (there < 2 + extended) {
            return false;
        }
        long length = length(in, start + 2, second & 0x7f);
        if (length < 0) {
            return broken(taker, BAD_FRAME);
        }
        if (length > HeldTab.MAX_MESSAGE_BYTES) {
            return tooBig(taker);
        }
        if (there < header + length) {
            return false;
        }
        int mask = in.getInt(start + header - MASK_BYTES);
        ByteBuf payload = in.slice(start + header, (int) length);
        in.readerIndex(start + header + (int) length);
        unmask(payload, mask);
        take(first, payload, taker);
        return true;
    }

    /** Sections 5.1 to 5.5: from a client masked; no extension is agreed on; control frames are short and whole. */
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

    /** The length of the payload; -1 when it is written in more bytes than it takes (section 5.2). */
    private static long length(ByteBuf in, int at, int short7) {
        if (short7 < 126) {
            return short7;
        }
        if (short7 == 126) {
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

    private void take(int first, ByteBuf payload, Taker taker) {
        int opcode = first & 0x0f;
        if (opcode == CLOSE) {
            goodbye(payload, taker);
        } else if (taker.listens()) {
            if (opcode == PING) {
                taker.ping(payload);
            } else if (opcode == PONG) {
                taker.pong();
            } else {
                data(opcode, (first & 0x80) != 0, payload, taker);
            }
        }
    }

    private void data(int opcode, boolean last, ByteBuf payload, Taker taker) {
        if (opcode == BINARY) {
            inMessage = !last;
            taker.binary();
        } else if (last && !inMessage) {
            deliver(payload, taker);
        } else {
            assemble(last, payload, taker);
        }
    }

    private void assemble(boolean last, ByteBuf payload, Taker taker) {
        ByteBuf whole = message == null ? Unpooled.buffer(payload.readableBytes()) : message;
        inMessage = !last;
        message = last ? null : whole;
        if (whole.readableBytes() + payload.readableBytes() > HeldTab.MAX_MESSAGE_BYTES) {
            tooBig(taker);
            return;
        }
        whole.writeBytes(payload);
        if (last) {
            deliver(whole, taker);
        }
    }

    private void deliver(ByteBuf text, Taker taker) {
        if (ByteBufUtil.isText(text, StandardCharsets.UTF_8)) {
            taker.text(text.toString(StandardCharsets.UTF_8));
        } else {
            broken(taker, BAD_TEXT);
        }
    }

    /** Section 5.5.1: nothing, or a code and a reason in UTF-8. */
    private void goodbye(ByteBuf payload, Taker taker) {
        int length = payload.readableBytes();
        int code = length < Short.BYTES ? -1 : payload.getUnsignedShort(0);
        if (length == 1 || (code >= 0 && !WebSocketCloseStatus.isValidStatusCode(code))) {
            broken(taker, BAD_FRAME);
        } else if (length > Short.BYTES
                && !ByteBufUtil.isText(payload, Short.BYTES, length - Short.BYTES, StandardCharsets.UTF_8)) {
            broken(taker, BAD_TEXT);
        } else {
            end();
            taker.goodbye(code);
        }
    }

    private boolean tooBig(Taker taker) {
        end();
        if (taker.listens()) {
            taker.tooBig();
        }
        return false;
    }

    private boolean broken(Taker taker, Disconnect why) {
        end();
        if (taker.listens()) {
            taker.broken(why);
        }
        return false;
    }

    private void end() {
        done = true;
        rest = null;
        message = null;
    }
}

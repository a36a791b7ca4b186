// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.nio.charset.StandardCharsets;

/**
 * One WebSocket frame as it was on the wire (RFC 6455, section 5.2).
 *
 * @param last whether the frame is the last of its message
 * @param opcode 1 for text, 2 binary, 8 close, 9 ping, 10 pong
 * @param masked whether the payload was masked; a server's must not be
 * @param payload the payload, unmasked if we masked it
 */
public record RawFrame(
        boolean last,
        int opcode,
        boolean masked,
        @SuppressWarnings("ArrayRecordComponent") byte[] payload) {

    /** A text frame. */
    public static final int TEXT = 1;
    /** A close frame. */
    public static final int CLOSE = 8;
    /** A ping. */
    public static final int PING = 9;
    /** A pong. */
    public static final int PONG = 10;

    /** Returns the bytes of a masked frame, as a client sends it. */
    public static byte[] client(boolean last, int opcode, byte[] payload) {
        byte[] header = header(last, opcode, payload.length);
        byte[] mask = {0x12, 0x34, 0x56, 0x78};
        byte[] all = new byte[header.length + mask.length + payload.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(mask, 0, all, header.length, mask.length);
        for (int i = 0; i < payload.length; i++) {
            all[header.length + mask.length + i] = (byte) (payload[i] ^ mask[i % 4]);
        }
        return all;
    }

    /** Returns the bytes of a whole masked text message. */
    public static byte[] text(String text) {
        return client(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Returns the code of a close frame; 1005 if it has none, as RFC 6455 (section 7.1.5) says. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    }

    private static byte[] header(boolean last, int opcode, int length) {
        byte first = (byte) (opcode | (last ? 0x80 : 0));
        if (length < 126) {
            return new byte[] {first, (byte) (0x80 | length)};
        }
        if (length < 65_536) {
            return new byte[] {first, (byte) (0x80 | 126), (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            first,
            (byte) (0x80 | 127),
            0,
            0,
            0,
            0,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-decoding (RFC 3986, section 2.1) of UTF-8, strict. Pure functions. */
final class Percent {

    private Percent() {}

    /**
     * Decodes the part of a text from {@code from} to {@code to}.
     *
     * @param plusIsSpace as in HTML forms
     * @return null when an escape is broken, the bytes are not UTF-8, or a raw character is not ASCII
     */
    static @Nullable String decode(String text, int from, int to, boolean plusIsSpace) {
        byte[] bytes = new byte[to - from];
        int length = 0;
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            int c = text.charAt(i);
            if (c == '%') {
                c = i + 2 < to ? (hex(text.charAt(i + 1)) << 4) | hex(text.charAt(i + 2)) : -1;
                i += 2;
                ascii &= c < 0x80;
            } else if (c == '+' && plusIsSpace) {
                c = ' ';
            } else if (c >= 0x80) {
                return null;
            }
            if (c < 0) {
                return null;
            }
            bytes[length++] = (byte) c;
        }
        return ascii ? new String(bytes, 0, length, StandardCharsets.ISO_8859_1) : utf8(bytes, length);
    }

    /** The value of a hexadecimal digit; negative, even after shifting and or-ing, for any other character. */
    private static int hex(char c) {
        // Character.digit accepts digits of other scripts too.
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static @Nullable String utf8(byte[] bytes, int length) {
        try {
            // A new decoder reports errors, where new String would put U+FFFD in their place.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

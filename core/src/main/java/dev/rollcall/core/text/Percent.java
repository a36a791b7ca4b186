// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;

/** Writes percent-encoding where a path needs it, and nowhere else. Used for one text, by one thread. */
final class Percent {

    /**
     * The visible ASCII characters that need encoding in a path: WHATWG URL, path percent-encode set, and {@code % \}.
     */
    private static final String ENCODED = " \"#<>?^`{}%\\";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final StringBuilder form = new StringBuilder();

    /** What stands for itself since the last encoded byte. Its accents are composed; a digit of such a byte takes none. */
    private final StringBuilder plain = new StringBuilder();

    private final String special;

    private Percent(String special) {
        this.special = special;
    }

    /** Whether a character of ASCII stands for itself in a path. */
    static boolean isPlain(char c) {
        return c > ' ' && c < 0x7f && ENCODED.indexOf(c) < 0;
    }

    /** Returns a path or a piece of one in its readable form; slashes, dots and special characters are left as they are. */
    static String readable(String text, String special) {
        return new Percent(special).read(text);
    }

    private String read(String text) {
        for (int at = 0; at < text.length(); ) {
            int end = encodedEnd(text, at);
            if (end > at) {
                appendDecoded(text.substring(at, end));
                at = end;
            } else {
                int c = text.codePointAt(at);
                if (special.indexOf(c) >= 0) {
                    plain.appendCodePoint(c);
                } else {
                    append(c);
                }
                at += Character.charCount(c);
            }
        }
        flush();
        return form.toString();
    }

    /** Returns the end of the percent-encoded bytes that begin here; the same place when there are none. */
    private static int encodedEnd(String text, int start) {
        int end = start;
        while (end + 2 < text.length()
                && text.charAt(end) == '%'
                && HexFormat.isHexDigit(text.charAt(end + 1))
                && HexFormat.isHexDigit(text.charAt(end + 2))) {
            end += 3;
        }
        return end;
    }

    /** Decodes each character whose bytes are UTF-8, if it needs no encoding; leaves other bytes as they are. */
    private void appendDecoded(String encoded) {
        byte[] bytes = HexFormat.of().parseHex(encoded.replace("%", ""));
        for (int at = 0; at < bytes.length; ) {
            int length = length(bytes[at] & 0xff);
            int c = at + length > bytes.length ? -1 : codePoint(bytes, at, length);
            if (c < 0 || c == '/') {
                appendByte(bytes[at++]);
            } else {
                append(c);
                at += length;
            }
        }
    }

    /** Returns how many bytes a character that begins with this byte has (RFC 3629); 1 when none begins with it. */
    private static int length(int first) {
        if (first >= 0xf0) {
            return 4;
        }
        if (first >= 0xe0) {
            return 3;
        }
        return first >= 0xc0 ? 2 : 1;
    }

    private static int codePoint(byte[] bytes, int at, int length) {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            return Character.codePointAt(decoded, 0);
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    private void append(int c) {
        if (c < 0x80 ? isPlain((char) c) : isVisible(c)) {
            plain.appendCodePoint(c);
        } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                appendByte(b);
            }
        }
    }

    /** Joiners are kept between letters, where Persian and Indic words need them. */
    private boolean isVisible(int c) {
        if (c == 0x200c || c == 0x200d) {
            int last = plain.length() == 0 ? 0 : plain.codePointBefore(plain.length());
            return last > 0x7f && (Character.isLetter(last) || Character.getType(last) == Character.NON_SPACING_MARK);
        }
        String text = Character.toString(c);
        return Text.printable(text) && !Character.isSpaceChar(c) && Character.isDefined(c);
    }

    private void appendByte(byte b) {
        flush();
        form.append('%').append(HEX.toHexDigits(b));
    }

    /** Composing turns U+1FEF into a grave accent, which must be encoded. */
    private void flush() {
        String composed = Normalizer.normalize(plain, Normalizer.Form.NFC);
        plain.setLength(0);
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            if (c < 0x80 && !isPlain(c) && special.indexOf(c) < 0) {
                form.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                form.append(c);
            }
        }
    }
}

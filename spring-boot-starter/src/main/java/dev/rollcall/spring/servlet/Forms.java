// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.session.Encoded;
import dev.rollcall.protocol.session.Frame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The forms of a message that servlet wires send, made once for all tabs that receive it. Thread-safe. */
final class Forms {

    private final Encoded encoded;
    private volatile byte @Nullable [] event;
    private volatile @Nullable String text;

    private Forms(Encoded encoded) {
        this.encoded = encoded;
    }

    /** A whole server-sent event. Not to be changed: it may be shared. */
    static byte[] event(Frame frame) {
        byte[] tail = frame.tail();
        return tail == null ? of(frame).event() : join(frame.encoded().sseHead(), tail, Encoded.sseEnd());
    }

    /** The JSON as text. */
    static String text(Frame frame) {
        byte[] tail = frame.tail();
        String text = of(frame).text();
        return tail == null ? text : text + new String(tail, StandardCharsets.UTF_8);
    }

    private static Forms of(Frame frame) {
        return frame.encoded().hostForm(Forms::new);
    }

    private byte[] event() {
        byte[] made = event;
        if (made == null) {
            made = join(encoded.sseHead(), Encoded.sseEnd());
            event = made;
        }
        return made;
    }

    private String text() {
        String made = text;
        if (made == null) {
            made = new String(encoded.json(), StandardCharsets.UTF_8);
            text = made;
        }
        return made;
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}

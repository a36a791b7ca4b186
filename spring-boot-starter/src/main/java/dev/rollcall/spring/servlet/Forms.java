// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The forms of a message that servlet wires send, made once for all tabs that receive it. Thread-safe. */
final class Forms {

    private final EncodedMessage encoded;
    private volatile byte @Nullable [] event;
    private volatile @Nullable String text;

    private Forms(EncodedMessage encoded) {
        this.encoded = encoded;
    }

    /** A whole server-sent event. Not to be changed: it may be shared. */
    static byte[] event(TabFrame frame) {
        byte[] tail = frame.tail();
        return tail == null ? of(frame).event() : join(frame.encoded().sseHead(), tail, EncodedMessage.sseEnd());
    }

    /** The JSON as text. */
    static String text(TabFrame frame) {
        byte[] tail = frame.tail();
        String text = of(frame).text();
        return tail == null ? text : text + new String(tail, StandardCharsets.UTF_8);
    }

    private static Forms of(TabFrame frame) {
        return frame.encoded().hostForm(Forms::new);
    }

    private byte[] event() {
        byte[] made = event;
        if (made == null) {
            made = join(encoded.sseHead(), EncodedMessage.sseEnd());
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Messages in the forms that the Servlet and WebSocket APIs take: an event as one array, JSON as a string. Each is made
 * once for all tabs that receive the message, and kept for as long as the message itself is reachable. Thread-safe.
 */
public final class ServletEncodings {

    /* Keys are compared by identity, since EncodedMessage does not override equals. A value must not refer to its key. */
    private final Map<EncodedMessage, byte[]> events = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<EncodedMessage, String> texts = Collections.synchronizedMap(new WeakHashMap<>());

    /** Creates encodings that know no message yet. */
    public ServletEncodings() {}

    /** Returns a whole server-sent event. Do not change the array: it may be shared. */
    public byte[] event(TabFrame frame) {
        EncodedMessage message = frame.encoded();
        return frame.tail() == null
                ? shared(events, message, whole -> join(whole.sseHead(), EncodedMessage.sseEnd()))
                : join(message.sseHead(), frame.tailOrEmpty(), EncodedMessage.sseEnd());
    }

    /** Returns the JSON as text. */
    public String text(TabFrame frame) {
        String text = shared(texts, frame.encoded(), whole -> new String(whole.json(), StandardCharsets.UTF_8));
        return frame.tail() == null ? text : text + new String(frame.tailOrEmpty(), StandardCharsets.UTF_8);
    }

    /** Makes a form outside the lock: when two threads are first at once both make it, and one is kept. */
    private static <F> F shared(
            Map<EncodedMessage, F> forms, EncodedMessage message, Function<EncodedMessage, F> maker) {
        F made = forms.get(message);
        if (made == null) {
            made = maker.apply(message);
            forms.put(message, made);
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

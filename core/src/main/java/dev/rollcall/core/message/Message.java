// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something to send to a tab: a type and data, never script and never an address to go to. One message may be sent to any
 * number of connections and is encoded once for all of them; a few fields may differ from tab to tab. Immutable,
 * thread-safe.
 */
public abstract class Message {

    private volatile @Nullable Object encoded;

    /** For the kinds of message that Rollcall itself defines. Applications use {@link #of}. */
    protected Message() {}

    /**
     * Returns a message of any type with any data.
     *
     * @param type what kind of message it is, such as {@code welcome}: 1 to 128 printable characters
     * @param fields what it says, in the order of the map: strings, the JDK's number types, booleans, null, and maps and
     *     lists of these, at most 32 deep; the name {@code type} is taken
     * @throws IllegalArgumentException when a field holds anything else
     */
    public static Message of(String type, Map<String, ?> fields) {
        return DataMessage.checked(type, fields, null);
    }

    /**
     * Returns a message with a tail: fields that differ from tab to tab, written after those that are the same for all. It
     * cannot be stored or sent to other nodes.
     *
     * @param type as for {@link #of}
     * @param fields as for {@link #of}
     * @param tail makes the fields for one tab: at least one, of the same kinds; called on the sender's thread once for
     *     each tab, so it must be fast and must not block or throw
     * @throws IllegalArgumentException when a shared field does not fit
     */
    public static Message of(String type, Map<String, ?> fields, Function<Recipient, ? extends Map<String, ?>> tail) {
        return DataMessage.checked(type, fields, tail);
    }

    /** What kind of message it is. */
    public abstract String type();

    /** Whether only the latest message of its kind is worth sending, so that a later one may replace it while it waits. */
    public boolean latestOnly() {
        return false;
    }

    /** Whether the message has a {@linkplain #tail tail}. The same for all recipients. */
    public boolean hasTail() {
        return false;
    }

    /** Returns this recipient's own fields; empty when the message has no tail. */
    public Map<String, ?> tail(Recipient recipient) {
        return Map.of();
    }

    /**
     * Returns the form of this message that goes over the wire, without its tail; made on first use and then shared.
     *
     * @param encoder makes the form; called twice when two threads come first at the same time
     * @param <T> the encoded form; one process must always use the same
     */
    @SuppressWarnings("unchecked")
    public final <T> T encoded(Function<? super Message, T> encoder) {
        Object made = encoded;
        if (made == null) {
            made = encoder.apply(this);
            encoded = made;
        }
        return (T) made;
    }
}

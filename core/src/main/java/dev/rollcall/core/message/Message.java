// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something to tell a tab: a type and data, never script and never a URL to go to. One message may be sent to any number
 * of connections and is encoded once for all of them. Immutable, thread-safe.
 */
public abstract class Message {

    private volatile @Nullable Object encoded;

    /** For the kinds of message that Rollcall itself knows. Applications use {@link #of}. */
    protected Message() {}

    /**
     * A message of any type with any data.
     *
     * @param type what kind of message it is, {@code welcome} say; not blank
     * @param fields what it says, in the order of the map: strings, the numbers of Java, booleans, null, and maps and lists of these, 32 deep at most;
     *     the name {@code type} is taken
     * @throws IllegalArgumentException when a field holds anything else
     */
    public static Message of(String type, Map<String, ?> fields) {
        return DataMessage.checked(type, fields);
    }

    /** What kind of message it is. */
    public abstract String type();

    /** Whether only the latest of its kind is worth sending, so that a later one may replace it while it waits. */
    public boolean latestOnly() {
        return false;
    }

    /**
     * This message in the form that goes over the wire, made on first use and then shared.
     *
     * @param encoder makes the form; when two threads are first at once it may be asked twice
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

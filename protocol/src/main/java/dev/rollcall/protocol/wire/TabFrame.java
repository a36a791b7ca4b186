// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import org.jspecify.annotations.Nullable;

/**
 * One message as bytes: the part that is the same for all who receive it, and the part that is this tab's own.
 *
 * @param encoded the shared bytes
 * @param tail what follows them for this tab alone, the end of the JSON object; null when the message is the same for all
 */
public record TabFrame(
        EncodedMessage encoded,
        @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] tail) {

    private static final byte[] NOTHING = {};

    /** How many bytes of JSON this is in total. */
    public int jsonLength() {
        return encoded.json().length + tailOrEmpty().length;
    }

    /** The tail, empty when there is none. Not to be changed. */
    public byte[] tailOrEmpty() {
        return tail == null ? NOTHING : tail;
    }
}

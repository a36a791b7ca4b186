// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.wire.HeldTab;

/** Puts the pieces of a text message together, up to {@link HeldTab#MAX_MESSAGE_BYTES}. Not thread-safe. */
final class Pieces {

    /** What has become of a message. */
    enum State {
        MORE,
        WHOLE,
        TOO_BIG
    }

    private StringBuilder message = new StringBuilder(0);
    private int bytes;

    /** Takes a piece. What follows after {@link State#TOO_BIG} is dropped. */
    State add(String piece, boolean last) {
        if (bytes > HeldTab.MAX_MESSAGE_BYTES) {
            return State.MORE;
        }
        bytes += utf8Length(piece);
        if (bytes > HeldTab.MAX_MESSAGE_BYTES) {
            message = new StringBuilder(0);
            return State.TOO_BIG;
        }
        message.append(piece);
        return last ? State.WHOLE : State.MORE;
    }

    /** The whole message; the next may begin. */
    String take() {
        String text = message.toString();
        message = new StringBuilder(0);
        bytes = 0;
        return text;
    }

    /** In bytes; half a surrogate pair is two of the four. */
    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                length += 2;
            } else {
                length += 3;
            }
        }
        return length;
    }
}

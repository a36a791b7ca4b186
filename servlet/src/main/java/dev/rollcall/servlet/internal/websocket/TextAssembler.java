// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import dev.rollcall.protocol.wire.HeldTab;

/** Assembles a text message from its pieces, up to {@link HeldTab#MAX_MESSAGE_BYTES}. Not thread-safe. */
final class TextAssembler {

    /** The state of a message after a piece was added. */
    enum State {
        INCOMPLETE,
        COMPLETE,
        TOO_BIG
    }

    private StringBuilder message = new StringBuilder(0);
    private int bytes;

    /** Adds a piece. Pieces after {@link State#TOO_BIG} are dropped. */
    State add(String piece, boolean last) {
        if (bytes > HeldTab.MAX_MESSAGE_BYTES) {
            return State.INCOMPLETE;
        }
        bytes += utf8Length(piece);
        if (bytes > HeldTab.MAX_MESSAGE_BYTES) {
            message = new StringBuilder(0);
            return State.TOO_BIG;
        }
        message.append(piece);
        return last ? State.COMPLETE : State.INCOMPLETE;
    }

    /** Returns the complete message and starts the next. */
    String take() {
        String text = message.toString();
        message = new StringBuilder(0);
        bytes = 0;
        return text;
    }

    /** Returns the length in bytes; each half of a surrogate pair counts as two of its four. */
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import io.netty.buffer.ByteBuf;

/** Handles what a {@link FrameReader} reads. While {@link #listens} is false only {@link #goodbye} is called. */
public interface FrameHandler {

    /** Returns whether frames other than a close frame still matter. */
    boolean listens();

    /** A whole text message came. */
    void text(String text);

    /** A binary message came, or its first fragment. */
    void binary();

    /** A message or frame is larger than {@link HeldTab#MAX_MESSAGE_BYTES}. Nothing after it can be read. */
    void tooBig();

    /**
     * A frame without content came: a ping or pong, or an empty fragment. Returns false when the tab has sent too many;
     * nothing more is then read.
     */
    boolean admitsEmpty();

    /**
     * The last ping among the frames read at once; earlier ones need no answer (RFC 6455, section 5.5.3). Its payload
     * is valid only during the call.
     */
    void ping(ByteBuf payload);

    /** A pong came. */
    void pong();

    /** A close frame came, with this code, or -1 if it has none. Nothing after it is read. */
    void goodbye(int code);

    /** The tab violated RFC 6455. Nothing after this can be read. */
    void broken(Disconnect why);
}

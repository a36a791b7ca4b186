// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The server's end of a WebSocket: what comes is handed to the session, whatever holds the connection. Event loop only. */
public interface ServerEndpoint extends FrameReader.Taker {

    /** The session; null when opening it failed. */
    @Nullable
    HeldTab session();

    /** Whether messages go either way; false once one side has said goodbye. */
    boolean isOpen();

    /** Whether the wire takes more without piling it up. */
    boolean isWritable();

    /** Sends a pong with the payload of the ping it answers. */
    void pong(ByteBuf payload);

    /** Answers the tab's goodbye with its code (-1: none) and hangs up when that has left. */
    void followGoodbye(int code);

    /** The closing handshake is complete: hangs up. */
    void hangUp();

    /** Says goodbye. */
    void close(Disconnect disconnect);

    @Override
    default boolean listens() {
        return isOpen() && session() != null;
    }

    @Override
    default void text(String text) {
        tell().text(text);
    }

    @Override
    default void binary() {
        tell().binary();
    }

    @Override
    default void tooBig() {
        tell().tooBig();
    }

    /** A tab that sends pings but reads nothing gets no more pongs than the wire takes. */
    @Override
    default void ping(ByteBuf payload) {
        if (isWritable()) {
            pong(payload);
        }
        tell().alive();
    }

    @Override
    default void pong() {
        tell().alive();
    }

    /** The tab says goodbye, first or in answer to us: the closing handshake ends with the socket. */
    @Override
    default void goodbye(int code) {
        if (isOpen()) {
            followGoodbye(code);
        } else {
            hangUp();
        }
    }

    @Override
    default void broken(Disconnect why) {
        close(why);
    }

    private HeldTab tell() {
        HeldTab session = session();
        if (session == null) {
            throw new IllegalStateException("the session is not open");
        }
        return session;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The server's endpoint of a WebSocket: it hands what comes to the tab, however the connection is held. Event loop
 * only.
 */
public interface ServerEndpoint extends FrameHandler {

    /** Returns the tab; null when it could not be opened. */
    @Nullable
    HeldTab tab();

    /** Returns whether messages still travel both ways: false once either side has sent a close frame. */
    boolean isOpen();

    /** Returns whether the wire takes more without queueing it. */
    boolean isWritable();

    /** Sends a pong with the payload of the ping that it answers. */
    void sendPong(ByteBuf payload);

    /** Answers the tab's close frame with the same code (-1: none), and hangs up when the answer has been sent. */
    void echoClose(int code);

    /** Hangs up, because the closing handshake is complete. */
    void hangUp();

    /** Sends a close frame. */
    void close(Disconnect disconnect);

    @Override
    default boolean listens() {
        return isOpen() && tab() != null;
    }

    @Override
    default void text(String text) {
        openTab().text(text);
    }

    @Override
    default void binary() {
        openTab().binary();
    }

    @Override
    default void tooBig() {
        openTab().tooBig();
    }

    /** Limits a tab that sends pings but reads nothing to as many pongs as the wire takes. */
    @Override
    default void ping(ByteBuf payload) {
        if (isWritable()) {
            sendPong(payload);
        }
        openTab().alive();
    }

    @Override
    default void pong() {
        openTab().alive();
    }

    /** The tab's close frame begins the closing handshake or answers ours; either way it ends with the socket. */
    @Override
    default void goodbye(int code) {
        if (isOpen()) {
            echoClose(code);
        } else {
            hangUp();
        }
    }

    @Override
    default void broken(Disconnect why) {
        close(why);
    }

    private HeldTab openTab() {
        HeldTab tab = tab();
        if (tab == null) {
            throw new IllegalStateException("the tab is not open");
        }
        return tab;
    }
}

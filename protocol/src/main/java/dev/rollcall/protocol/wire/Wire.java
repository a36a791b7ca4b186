// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.core.connection.Disconnect;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way to one tab, offered by a host: bytes out, and an end. All methods but {@link #execute} are called only on the
 * connection's own thread (event loop, or under the connection's lock), never block and never throw.
 */
public interface Wire {

    /** Runs a task on the connection's own thread: now when already on it, else soon, in order. From any thread. */
    void execute(Runnable task);

    /** The loop that serves this wire and many others, which {@link #execute} hands tasks to; null when there is none. */
    default @Nullable Executor loop() {
        return null;
    }

    /** Whether the calling thread is the connection's own, so that nothing need be handed over. */
    default boolean isOnLoop() {
        return false;
    }

    /**
     * Whether the wire takes more without piling it up in memory. When this is false the session waits; the host calls
     * {@link HeldTab#writable} when it turns true again.
     */
    boolean isWritable();

    /**
     * Sends one message. On WebSocket one text frame with {@link EncodedMessage#json} and, where the frame has one, its
     * {@linkplain TabFrame#tail tail}; on SSE {@link EncodedMessage#sseHead}, the tail, and {@link EncodedMessage#sseEnd}.
     */
    void write(TabFrame frame);

    /** Sends a WebSocket ping without payload. Never called on other transports. */
    void ping();

    /**
     * Ends the connection after what was written before: a close frame with code and reason on WebSocket, the end of the
     * stream on SSE. When the other side does not follow within a second the socket is closed all the same. The host
     * then calls {@link HeldTab#closed}.
     */
    void close(Disconnect disconnect);
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict.Opening;

/**
 * A way to turn a connection that has sent a request into a held one. Exactly one method is called, once, on the
 * connection's event loop. It opens the opening, or abandons it if the client is gone.
 */
public interface Hold {

    /** Sends the head of an event stream and holds the connection. */
    void stream(Response head, Opening opening);

    /**
     * Accepts a WebSocket handshake and holds the connection.
     *
     * @param handshake the request's headers, known to be a correct handshake
     */
    void webSocket(Headers handshake, Opening opening);
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.protocol.http.Response;
import dev.rollcall.protocol.session.Session;
import dev.rollcall.protocol.session.Wire;
import java.util.concurrent.CompletionStage;

/** What a host must do with a request. */
public sealed interface Verdict {

    /**
     * Send this and be done. Also the answer to an upgrade that is refused.
     *
     * @param response what to send
     */
    record Answer(Response response) implements Verdict {}

    /**
     * Send this when it is there. The stage never fails, completes on any thread, and within the contract's own limits.
     *
     * @param response what to send, later
     */
    record Later(CompletionStage<Response> response) implements Verdict {}

    /**
     * Hold an SSE stream: send this head (no {@code Content-Length}; the body ends with the connection), then call
     * {@link Opening#open}.
     *
     * @param head status and headers; its body is empty
     * @param opening makes the session; or is abandoned when the client went away first
     */
    record Stream(Response head, Opening opening) implements Verdict {}

    /**
     * Do the WebSocket handshake (RFC 6455, section 4.2; no subprotocol, no extension), then call {@link Opening#open}.
     * A handshake that is malformed is the host's to refuse, with 400 (426 when only the version does not fit).
     *
     * @param opening makes the session; or is abandoned when the handshake failed
     */
    record Upgrade(Opening opening) implements Verdict {}

    /** A connection that has been let in but is not there yet. Exactly one of the two methods must be called, once. */
    interface Opening {

        /**
         * Registers the connection and sends {@code connected}. To be called on the connection's own thread when the
         * wire can be written.
         *
         * @param wire the way to the tab
         * @return the session that the host hands everything to that happens on the wire
         */
        Session open(Wire wire);

        /** Gives back the place that was kept for the connection. */
        void abandon();
    }
}

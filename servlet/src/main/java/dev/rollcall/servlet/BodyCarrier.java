// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.servlet.internal.http.AsyncExchange;
import dev.rollcall.servlet.internal.http.ResponseSender;

/**
 * Carries out the verdict on a request whose body was read asynchronously. A request with a body opens neither a stream
 * nor a WebSocket.
 *
 * @param exchange the request's
 * @param withBody whether the response has a body; the answer to a HEAD has none
 */
record BodyCarrier(AsyncExchange exchange, boolean withBody) implements Verdict.Carrier {

    @Override
    public void answer(Response response) {
        ResponseSender.sendLater(exchange, response, withBody);
    }

    @Override
    public void answerLater(Verdict.Later later) {
        exchange.whenBroken(later::abandon);
        later.response().thenAccept(this::answer);
    }

    @Override
    public void stream(Response head, Opening opening) {
        refuse(opening);
    }

    @Override
    public void upgrade(Opening opening) {
        refuse(opening);
    }

    private void refuse(Opening opening) {
        opening.abandon();
        answer(HttpErrors.BAD_HANDSHAKE);
    }
}

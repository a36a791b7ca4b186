// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.wire.EventSourceRefusal;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.WebSocketHandshake;
import dev.rollcall.servlet.internal.http.AsyncExchange;
import dev.rollcall.servlet.internal.http.ContainerRefusals;
import dev.rollcall.servlet.internal.http.ResponseSender;
import dev.rollcall.servlet.internal.websocket.WebSocketUpgrade;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the verdict on a request without a body, on the container's thread. Its methods throw
 * {@link UncheckedIOException} when the client has gone.
 *
 * @param host the host's parts
 * @param request the container's request
 * @param response the container's response
 * @param head the request as the contract has it
 */
record RequestCarrier(HostParts host, HttpServletRequest request, HttpServletResponse response, Request head)
        implements Verdict.Carrier {

    @Override
    public void answer(Response answer) {
        send(answer, !head.method().equals("HEAD"));
    }

    @Override
    public void answer(Verdict.Answering answering) {
        try {
            answer(answering.answer());
        } catch (UncheckedIOException e) {
            answering.abandon();
            throw e;
        }
    }

    @Override
    public void answerLater(Verdict.Later later) {
        AsyncExchange exchange =
                AsyncExchange.start(request, response, host.resources().timer());
        new BodyCarrier(exchange, !head.method().equals("HEAD")).answerLater(later);
    }

    @Override
    public void stream(Response streamHead, Opening opening) {
        if (!host.held().enter()) {
            opening.abandon();
            refuseForCapacity();
            return;
        }
        response.setStatus(streamHead.status());
        streamHead.headers().forEach(response::setHeader);
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        try {
            host.streams().hold(async, opening, host.held()::leave);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void upgrade(Opening opening) {
        Object container = WebSocketUpgrade.container(request.getServletContext());
        Response refusal = refusal(container);
        if (refusal != null) {
            opening.abandon();
            refuse(refusal);
        } else if (container != null && host.held().enter()) {
            try {
                WebSocketUpgrade.upgrade(container, request, response, opening, host.resources(), host.held()::leave);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            opening.abandon();
            refuseForCapacity();
        }
    }

    private @Nullable Response refusal(@Nullable Object container) {
        if (!head.method().equals("GET")) {
            return HttpErrors.BAD_HANDSHAKE;
        }
        Response malformed = WebSocketHandshake.refusal(head.headers());
        return malformed == null && container == null ? ContainerRefusals.NO_WEBSOCKET : malformed;
    }

    /** Sends a refusal of the host's own, and counts it. */
    void refuse(Response refusal) {
        host.contract().rejected(Refusal.http(refusal.status()));
        send(refusal, true);
    }

    /** The contract has let the tab in, but the container has no connection to spare. */
    private void refuseForCapacity() {
        host.contract().rejected(Refusal.CAPACITY);
        send(EventSourceRefusal.of(head.headers(), ContainerRefusals.full()), true);
    }

    private void send(Response answer, boolean withBody) {
        try {
            ResponseSender.sendNow(response, answer, withBody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

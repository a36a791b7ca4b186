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
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.http.AsyncExchange;
import dev.rollcall.servlet.internal.http.ContainerRefusals;
import dev.rollcall.servlet.internal.http.Layers;
import dev.rollcall.servlet.internal.http.ResponseSender;
import dev.rollcall.servlet.internal.http.WaitingAnswer;
import dev.rollcall.servlet.internal.websocket.ContainerWebSocket;
import dev.rollcall.servlet.internal.websocket.WebSocketUpgrade;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the verdict on a request that is known whole, on the container's thread. Its methods throw
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
        } catch (RuntimeException | Error e) {
            answering.abandon();
            throw e;
        }
    }

    @Override
    public void answerLater(Verdict.Later later) {
        try {
            AsyncExchange exchange = exchange(host, request, response);
            if (exchange == null) {
                answer(WaitingAnswer.of(later));
            } else {
                new BodyCarrier(exchange, !head.method().equals("HEAD")).answerLater(later);
            }
        } catch (IOException e) {
            later.abandon();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            later.abandon();
            throw e;
        }
    }

    @Override
    public void stream(Response streamHead, Opening opening) {
        HttpServletResponse own = Layers.own(response);
        if (head.body().length > 0) {
            turnAway(opening, HttpErrors.BAD_HANDSHAKE);
        } else if (host.blockers().block(request, own)) {
            turnAway(opening, EventSourceRefusal.of(head.headers(), ContainerRefusals.NO_STREAMS));
        } else {
            enter(opening, entry -> stream(streamHead, own, entry));
        }
    }

    private void stream(Response streamHead, HttpServletResponse own, Entry entry) throws IOException {
        AsyncContext async;
        try {
            async = request.startAsync(request, response);
        } catch (IllegalStateException e) {
            host.blockers().noAsync(request, e);
            entry.giveBack();
            refuse(EventSourceRefusal.of(head.headers(), ContainerRefusals.NO_STREAMS));
            return;
        }
        try {
            async.setTimeout(0);
            own.setStatus(streamHead.status());
            streamHead.headers().forEach(own::setHeader);
            Layers.commit(response);
            host.streams().hold(async, own.getOutputStream(), entry);
        } catch (IOException | RuntimeException | Error e) {
            async.complete(); // Otherwise the request would stay open for ever: it has no time limit.
            throw e;
        }
    }

    @Override
    public void upgrade(Opening opening) {
        Object container = ContainerWebSocket.of(request.getServletContext());
        Response refusal = refusal(container);
        if (refusal != null || container == null) {
            turnAway(opening, refusal == null ? ContainerRefusals.NO_WEBSOCKET : refusal);
        } else {
            HttpServletRequest shown = host.hidesSessions() ? WebSocketUpgrade.withoutSession(request) : request;
            enter(opening, entry -> WebSocketUpgrade.upgrade(container, shown, response, entry, host.resources()));
        }
    }

    /** Holds a tab if the container has a connection to spare. When that fails, all that the tab had is given back. */
    private void enter(Opening opening, Holding holding) {
        if (!host.held().enter()) {
            opening.abandon();
            refuseForCapacity();
            return;
        }
        Entry entry = new Entry(opening, host.held()::leave);
        try {
            holding.hold(entry);
        } catch (IOException e) {
            entry.giveBack();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            entry.giveBack();
            throw e;
        }
    }

    private void turnAway(Opening opening, Response refusal) {
        opening.abandon();
        refuse(refusal);
    }

    private @Nullable Response refusal(@Nullable Object container) {
        if (!head.method().equals("GET") || head.body().length > 0) {
            return HttpErrors.BAD_HANDSHAKE;
        }
        Response malformed = WebSocketHandshake.refusal(head.headers());
        return malformed == null && container == null ? ContainerRefusals.NO_WEBSOCKET : malformed;
    }

    /**
     * Starts an exchange in which the request is read and answered after the servlet has returned.
     *
     * @return null when a filter makes that impossible
     * @throws IOException when the container cannot open the streams of the request or its response
     */
    static @Nullable AsyncExchange exchange(HostParts host, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return request.isAsyncSupported() && Layers.passBodiesOn(request, response)
                ? AsyncExchange.start(request, response, host.resources().timer())
                : null;
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

    @FunctionalInterface
    private interface Holding {
        void hold(Entry entry) throws IOException;
    }

    private void send(Response answer, boolean withBody) {
        try {
            ResponseSender.sendNow(response, answer, withBody);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

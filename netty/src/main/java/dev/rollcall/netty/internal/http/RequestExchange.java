// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.netty.internal.flow.BodySender;
import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.flow.SharedBodies;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.EventSourceRefusal;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests on a channel, one at a time: assembles a request, has the contract decide about it, and carries out
 * the verdict. Subclasses know how responses are sent, and how a connection is held. Event loop only.
 */
public abstract class RequestExchange implements Verdict.Carrier, Runnable {

    /** The phase of a channel; it decides what happens when time is up. */
    protected enum Phase {
        /** A new connection, without a byte yet. */
        FRESH,
        /** Between two requests. */
        IDLE,
        /** A request is coming. */
        READING,
        /** The request is whole; there is no response yet. */
        DECIDING,
        /** The response is being sent. */
        WRITING,
        /** A refusal is being sent; further input is discarded. */
        LINGERING,
        /** The connection is held, by something else. */
        HELD,
        /** The connection is gone. */
        OVER
    }

    /** The most that an answer takes outside the heap: what a channel queues, and the pieces around that. */
    private static final int IN_FLIGHT_BYTES = 96 * 1024;

    private final Channel channel;
    private final HostContext context;
    private final ChannelTimeout timeout;
    private Phase phase;
    private @Nullable RequestReader reader;
    private @Nullable BodySender sender;
    private @Nullable Verdict awaited;
    private final ByteBudget.Account account;
    private long holds;

    /** Makes an exchange in this phase, without a time limit. */
    protected RequestExchange(Channel channel, HostContext context, Phase phase) {
        this.channel = channel;
        this.context = context;
        this.phase = phase;
        this.timeout = new ChannelTimeout(channel, this);
        this.account =
                context.budget().open(ChannelSupport.peer(channel), () -> ChannelSupport.onLoop(channel, this::giveUp));
    }

    /** Takes what the decoder has produced, and releases it. Ignores it unless a request is being read. */
    public final void read(Object message) {
        try {
            if (phase == Phase.READING && message instanceof HttpRequest head) {
                begin(head);
            }
            if (phase == Phase.READING && message instanceof HttpContent piece && reader != null) {
                take(reader, piece);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Notes about how many bytes of memory the client makes the host hold now. */
    protected final void holds(long bytes) {
        if (bytes != holds) {
            holds = bytes;
            account.set(bytes);
        }
    }

    /** Ends an exchange that holds too much: with an answer, if the client has not had one. */
    private void giveUp() {
        if (phase == Phase.READING) {
            refuse(HttpRefusals.BUSY);
        } else if (phase != Phase.HELD && phase != Phase.OVER) {
            channel.close();
        }
        account.close();
    }

    private void begin(HttpRequest head) {
        RequestReader request = new RequestReader(head);
        reader = request;
        Response refusal = refusal(request);
        if (refusal != null) {
            refuse(refusal);
        } else if (request.awaitsContinue()) {
            write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void take(RequestReader request, HttpContent piece) {
        Response refusal = request.take(piece);
        if (refusal != null) {
            refuse(refusal);
        } else if (piece instanceof LastHttpContent) {
            timeout.cancel();
            phase(Phase.DECIDING);
            decide(request);
        }
    }

    /** Returns what is wrong with the head of a request; null if nothing is. */
    protected @Nullable Response refusal(RequestReader request) {
        return request.refusal();
    }

    /** Decides about a whole request. */
    protected void decide(RequestReader request) {
        InetAddress peer = ChannelSupport.peer(channel);
        if (peer == null) {
            channel.close(); // The client is gone: nobody would read an answer.
        } else {
            decide(request.request(peer, isSecure()));
        }
    }

    /** Has the contract decide about a whole request, and carries out the verdict. */
    protected void decide(Request request) {
        context.contract().decide(request).carryOut(this);
    }

    /** Returns whether the request came over TLS. */
    protected boolean isSecure() {
        return context.secure();
    }

    @Override
    public void answer(Response response) {
        awaited = null;
        if (phase == Phase.DECIDING && channel.isActive()) {
            phase(Phase.WRITING);
            timeout.start(context.limits().idle());
            send(response);
        }
    }

    @Override
    public void answer(Verdict.Answering answering) {
        if (phase == Phase.DECIDING && channel.isActive() && !ChannelSupport.peerHasClosed(channel)) {
            answer(answering.answer());
        } else {
            answering.abandon();
            channel.close();
        }
    }

    @Override
    public void answerLater(Verdict.Later later) {
        awaited = later;
        ChannelSupport.whenComplete(later.response(), channel, this::answer);
    }

    /** Sends the response to the current request. */
    protected abstract void send(Response response);

    /** Refuses a request after which nothing on this channel can be understood: answers it and ends. */
    protected final void refuse(Response response) {
        context.contract().rejected(Refusal.http(response.status()));
        phase(Phase.LINGERING);
        timeout.start(context.limits().idle());
        sendLast(reader == null ? response : EventSourceRefusal.of(reader.headers(), response));
    }

    /** Sends a response, discards further input, and ends the channel. */
    protected abstract void sendLast(Response response);

    /**
     * Sends a whole response; a long body as the client takes it.
     *
     * @param keepAlive whether the connection stays for another request
     */
    protected final ChannelFuture sendWhole(Response response, boolean keepAlive) {
        int length = response.body().length;
        if (length <= BodySender.PIECE_BYTES || !withBody() || !ResponseWriter.mayHaveBody(response.status())) {
            return write(ResponseWriter.whole(response, withBody(), keepAlive));
        }
        BodySender begun =
                BodySender.begin(channel, out(), ResponseWriter.head(response, keepAlive), SharedBodies.of(response));
        sender = begun;
        if (!begun.sent().isDone()) {
            boolean shared = response.lasting() && !context.secure();
            holds(holds + (response.lasting() ? 0 : length) + (shared ? 0 : Math.min(length, IN_FLIGHT_BYTES)));
        }
        return begun.sent();
    }

    /** Sends more of a long body. To be called when the channel has become writable. */
    public final void writable() {
        if (sender != null) {
            sender.more();
        }
    }

    /** Returns where messages of HTTP are written. */
    protected abstract ChannelOutboundInvoker out();

    /** Writes a message of HTTP and flushes it. */
    protected final ChannelFuture write(Object message) {
        return out().writeAndFlush(message);
    }

    /**
     * Called when the time is up: answers 408 to a request that is still coming, and closes the channel in any other
     * phase.
     */
    @Override
    public final void run() {
        if (phase == Phase.READING) {
            refuse(HttpRefusals.TIMEOUT);
        } else {
            channel.close();
        }
    }

    /** Waits for the next request. */
    protected final void awaitNext() {
        reader = null;
        sender = null;
        phase(Phase.IDLE);
        timeout.start(context.limits().idle());
    }

    /** Ends the exchange, because the connection is gone or held by something else. */
    protected void over() {
        phase(Phase.OVER);
        timeout.cancel();
        account.close();
        if (sender != null) {
            sender.fail();
        }
        Verdict unheard = awaited;
        if (unheard != null) {
            awaited = null;
            unheard.abandon();
        }
    }

    /** Returns whether the response to the current request has a body; one to HEAD has none. */
    protected final boolean withBody() {
        return reader == null || !reader.head().method().equals(HttpMethod.HEAD);
    }

    /** Returns the current request. */
    protected final RequestReader request() {
        RequestReader request = reader;
        if (request == null) {
            throw new IllegalStateException("there is no request");
        }
        return request;
    }

    /** Returns the phase. */
    protected final Phase phase() {
        return phase;
    }

    /** Moves on to another phase. */
    protected final void phase(Phase next) {
        phase = next;
        entered(next);
    }

    /** Called when the exchange has moved on to another phase. */
    protected void entered(Phase next) {}

    /** Returns the channel. */
    protected final Channel channel() {
        return channel;
    }

    /** Returns what the host's connections share. */
    protected final HostContext context() {
        return context;
    }

    /** Returns the current time limit. */
    protected final ChannelTimeout timeout() {
        return timeout;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.guest;

import dev.rollcall.netty.internal.http.Http1Exchange;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.netty.internal.serving.Pending.Stage;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on the connection of another server, from its head to its answer. Event loop only. */
final class GuestExchange extends Http1Exchange implements Pending {

    /** The connection that an exchange is on, as far as it concerns the exchange. */
    interface Connection {

        /** Continues with the next request: the response has been sent, and the connection stays. */
        void answered();

        /** Returns how to hold the connection; null when its server has removed the codec. */
        @Nullable
        Hold hold();

        /** Returns whether bytes behind the request have already been decoded as further requests. */
        boolean hasMore();

        /** Discards the requests behind this one. */
        void dropWaiting();
    }

    private static final Logger LOG = LoggerFactory.getLogger(GuestExchange.class);

    private final ChannelHandlerContext ctx;
    private final Connection connection;
    private final Function<Request, @Nullable CompletionStage<Request>> insight;

    GuestExchange(
            ChannelHandlerContext ctx,
            Connection connection,
            HostContext context,
            Function<Request, @Nullable CompletionStage<Request>> insight) {
        super(ctx.channel(), context, Phase.READING);
        this.ctx = ctx;
        this.connection = connection;
        this.insight = insight;
    }

    /** Starts to wait for the rest of the request, whose head is there. */
    void start() {
        context().pending().enter(this, ChannelSupport.peer(channel()), Stage.ASKING);
        timeout().start(context().limits().request());
    }

    /** Counts the bytes that have come for a request that is not decided. */
    void count() {
        if (phase() == Phase.READING) {
            holds(request().heldBytes());
        }
    }

    /** Returns whether the exchange takes what the codec has decoded; otherwise that must wait. */
    boolean reads() {
        return phase() == Phase.READING || phase() == Phase.LINGERING;
    }

    @Override
    protected void over() {
        super.over();
        context().pending().leave(this);
    }

    @Override
    protected Pending pending() {
        return this;
    }

    @Override
    public void makeRoom() {
        ChannelSupport.later(channel(), () -> {
            if (phase() != Phase.HELD && phase() != Phase.OVER) {
                channel().close();
            }
        });
    }

    /** Does nothing: the connection ends with the answer. */
    @Override
    public void leaveSoon() {}

    @Override
    protected boolean isSecure() {
        return channel().pipeline().get(SslHandler.class) != null;
    }

    /** Decides once everything that the server knows about the request is there. */
    @Override
    protected void decide(Request bare) {
        CompletionStage<Request> more = more(bare);
        if (more == null) {
            super.decide(bare);
        } else {
            more.whenComplete((request, failure) -> ChannelSupport.onLoop(channel(), () -> {
                if (phase() == Phase.DECIDING && channel().isActive()) {
                    super.decide(failure == null ? request : bare);
                }
            }));
        }
    }

    private @Nullable CompletionStage<Request> more(Request bare) {
        try {
            return insight.apply(bare);
        } catch (RuntimeException e) {
            LOG.debug(
                    "What the server knows about a request could not be found out; the request goes on without it.", e);
            return null;
        }
    }

    /**
     * Refuses a client that did not wait for the answer before it sent frames (RFC 6455, section 4.1), which were taken
     * for HTTP.
     */
    @Override
    protected @Nullable Response handshakeRefusal() {
        Response refusal = super.handshakeRefusal();
        return refusal == null && connection.hasMore() ? HttpErrors.BAD_HANDSHAKE : refusal;
    }

    @Override
    protected @Nullable Hold hold() {
        return connection.hold();
    }

    @Override
    protected void answered() {
        over();
        connection.answered();
    }

    @Override
    protected ChannelOutboundInvoker out() {
        return ctx;
    }

    @Override
    protected void discardInput() {
        connection.dropWaiting();
    }
}

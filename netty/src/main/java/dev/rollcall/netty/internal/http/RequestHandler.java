// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.netty.internal.serving.Pending.Stage;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves the requests of one HTTP/1.1 connection, one after the other, until the connection is closed or held.
 * Everything but {@link #leaveSoon} happens on its event loop.
 */
public final class RequestHandler extends ChannelInboundHandlerAdapter implements Pending {

    /** The memory that a connection's channel and its handlers take, in bytes; with TLS they keep whole records. */
    private static final int PLAIN_BYTES = 4 * 1024;

    private static final int SECURE_BYTES = 32 * 1024;

    private final HttpResponseEncoder encoder;
    private @Nullable RequestDecoder decoder; // may hold thousands of headers; null once unused
    private final Exchange exchange;
    private @Nullable Verdict decided;

    /**
     * Makes the handler of a connection.
     *
     * @param encoder comes before this handler in the pipeline
     * @param decided the verdict on the first request; null when there is none yet
     */
    public RequestHandler(
            Channel channel, HostContext context, HttpResponseEncoder encoder, @Nullable Verdict decided) {
        this.encoder = encoder;
        this.decided = decided;
        this.exchange = new Exchange(channel, context);
        this.decoder = new RequestDecoder(exchange::started, exchange::unanswered);
    }

    /** Returns the decoder, which must come before this handler in the pipeline. */
    public RequestDecoder decoder() {
        RequestDecoder present = decoder;
        if (present == null) {
            throw new IllegalStateException("no more is read here");
        }
        return present;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        exchange.context().pending().enter(this, ChannelSupport.peer(ctx.channel()), Stage.SILENT);
        exchange.awaitFirst();
        exchange.unanswered(0);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    private void end() {
        exchange.over();
        exchange.context().pending().leave(this);
        abandonDecided();
    }

    /** Releases what the verdict on the first request holds, because that request will not be answered. */
    private void abandonDecided() {
        Verdict unused = decided;
        if (unused != null) {
            decided = null;
            unused.abandon();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        exchange.read(message);
    }

    /** Closes the channel when the peer has closed TLS: it will send nothing more, so it is gone, as with TCP. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            ctx.channel().close();
        }
        ctx.fireUserEventTriggered(event); // Some events hold buffers, which the end of the pipeline releases.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.writable();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.log("A connection", cause);
        ctx.channel().close();
    }

    @Override
    public void makeRoom() {
        ChannelSupport.later(exchange.channel(), exchange::closeUnlessHeld);
    }

    @Override
    public void leaveSoon() {
        ChannelSupport.later(exchange.channel(), exchange::closeIfIdle);
    }

    /** The connection's requests. */
    private final class Exchange extends Http1Exchange {

        Exchange(Channel channel, HostContext context) {
            super(channel, context, Phase.FRESH);
        }

        void awaitFirst() {
            timeout().start(context().limits().request());
        }

        /** The first byte of a request has come. */
        void started() {
            if (phase() == Phase.IDLE) {
                timeout().start(context().limits().request());
            }
            phase(Phase.READING);
        }

        void closeIfIdle() {
            if (phase() == Phase.FRESH || phase() == Phase.IDLE) {
                channel().close();
            }
        }

        void closeUnlessHeld() {
            if (phase() != Phase.HELD && phase() != Phase.OVER) {
                channel().close();
            }
        }

        @Override
        protected Pending pending() {
            return RequestHandler.this;
        }

        @Override
        protected void decide(RequestReader request) {
            Verdict given = decided;
            if (given == null) {
                super.decide(request);
            } else {
                decided = null;
                given.carryOut(this);
            }
        }

        @Override
        public void answer(Response response) {
            super.answer(response);
            pauseWhile(Phase.WRITING);
        }

        @Override
        public void answerLater(Verdict.Later later) {
            super.answerLater(later);
            pauseWhile(Phase.DECIDING);
        }

        /** Stops reading, so that a client that sends requests but reads no answers gets no further. */
        private void pauseWhile(Phase current) {
            if (phase() == current) {
                channel().config().setAutoRead(false);
            }
        }

        @Override
        protected void answered() throws Exception {
            awaitNext();
            unanswered(0);
            RequestDecoder requests = decoder();
            requests.next();
            if (!requests.isWaiting()) {
                channel().config().setAutoRead(true);
            }
        }

        /**
         * Counts what has come and is not answered, and the connection itself, unless it is answering, held or gone.
         */
        void unanswered(long bytes) {
            if (phase() != Phase.HELD && phase() != Phase.OVER && phase() != Phase.WRITING) {
                holds(bytes + (context().secure() ? SECURE_BYTES : PLAIN_BYTES));
            }
        }

        @Override
        protected ChannelOutboundInvoker out() {
            return channel();
        }

        @Override
        protected void discardInput() {
            abandonDecided();
            RequestDecoder unused = decoder;
            if (unused != null) {
                decoder = null;
                channel().pipeline().remove(unused);
            }
        }

        /** Stays on the channel when the decoder has more bytes, because nothing else would see them. */
        @Override
        protected Hold hold() {
            ChannelHandler handler = RequestHandler.this;
            Hold withoutChannel =
                    decoder().hasMore() ? null : context().leaveChannel().from(channel(), handler);
            return withoutChannel != null
                    ? withoutChannel
                    : new HoldOnChannel(context(), channel(), channel(), List.of(handler, encoder), decoder());
        }
    }
}

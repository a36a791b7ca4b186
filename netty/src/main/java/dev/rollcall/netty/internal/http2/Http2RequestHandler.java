// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.netty.internal.http.HttpRefusals;
import dev.rollcall.netty.internal.http.RequestDecoder;
import dev.rollcall.netty.internal.http.RequestExchange;
import dev.rollcall.netty.internal.http.RequestReader;
import dev.rollcall.netty.internal.http.ResponseWriter;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serves the one request of an HTTP/2 stream, until the stream is over or held. On the connection's event loop. */
final class Http2RequestHandler extends ChannelInboundHandlerAdapter {

    /** The memory that a stream, its channel and its handlers take, in bytes. */
    private static final int STREAM_BYTES = 4 * 1024;

    private final Http2Connection connection;
    private final ChannelHandler codec;
    private final Exchange exchange;

    Http2RequestHandler(Channel stream, Http2Connection connection, HostContext context, ChannelHandler codec) {
        this.connection = connection;
        this.codec = codec;
        this.exchange = new Exchange(stream, context);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.opened();
        exchange.start();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        exchange.over();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exchange.over();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            normalize(head.headers());
        }
        exchange.read(message);
        exchange.count();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.writable();
        ctx.fireChannelWritabilityChanged();
    }

    /** Closes the stream, which ends with an error of HTTP/2. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.log("A stream", cause);
        ctx.channel().close();
    }

    /** Removes the codec's own headers, which a client may forge, and a host that is named twice. */
    private static void normalize(HttpHeaders headers) {
        for (ExtensionHeaderNames made : ExtensionHeaderNames.values()) {
            headers.remove(made.text());
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 && Set.copyOf(hosts).size() == 1) {
            headers.set(HttpHeaderNames.HOST, hosts.get(0)); // Allowed by RFC 9113, section 8.3.1.
        }
    }

    /** The stream's request. */
    private final class Exchange extends RequestExchange {

        Exchange(Channel channel, HostContext context) {
            super(channel, context, Phase.READING);
        }

        void start() {
            timeout().start(context().limits().request());
            holds(STREAM_BYTES);
        }

        /** Counts the bytes that have come for a request that is not decided. */
        void count() {
            if (phase() == Phase.READING) {
                holds(STREAM_BYTES + request().heldBytes());
            }
        }

        @Override
        protected @Nullable Response refusal(RequestReader request) {
            if (connection.isCrowded()) {
                return HttpRefusals.BUSY;
            }
            return request.head().uri().length() > RequestDecoder.MAX_LINE_BYTES
                    ? HttpRefusals.LINE_TOO_LONG
                    : super.refusal(request);
        }

        @Override
        public void stream(Response head, Opening opening) {
            phase(Phase.HELD);
            Channel stream = channel();
            stream.write(ResponseWriter.streamHead(head), stream.voidPromise());
            Http2Wire wire = new Http2Wire(stream, context().channelLoop(stream.eventLoop()));
            ChannelPipeline pipeline = stream.pipeline();
            pipeline.addLast(Http2Wire.FRAMER, wire);
            connection.held();
            stream.closeFuture().addListener(closed -> connection.closed(true));
            pipeline.remove(Http2RequestHandler.this);
            pipeline.remove(codec);
            wire.open(opening);
        }

        /** HTTP/2 has no Upgrade (RFC 9113, section 8.6); browsers open an HTTP/1.1 connection for a WebSocket. */
        @Override
        public void upgrade(Opening opening) {
            opening.abandon();
            answer(HttpErrors.BAD_HANDSHAKE);
        }

        @Override
        protected void send(Response response) {
            sendWhole(response, true).addListener(sent -> {
                if (!sent.isSuccess()) {
                    channel().close();
                }
            });
        }

        /** Sends the response and leaves the rest of the request unread (RFC 9113, section 8.1). */
        @Override
        protected void sendLast(Response response) {
            write(ResponseWriter.whole(response, withBody(), true)).addListener(sent -> {
                if (sent.isSuccess() && channel().isActive()) {
                    channel()
                            .writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR))
                            .addListener(ChannelFutureListener.CLOSE);
                } else {
                    channel().close();
                }
            });
        }

        @Override
        protected ChannelOutboundInvoker out() {
            return channel();
        }

        @Override
        protected void over() {
            boolean counted = phase() != Phase.HELD && phase() != Phase.OVER;
            super.over();
            if (counted) {
                connection.closed(false);
            }
        }
    }
}

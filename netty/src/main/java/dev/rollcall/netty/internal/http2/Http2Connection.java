// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.internal.http.RequestDecoder;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.ChannelTimeout;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.PendingConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/2 connection (RFC 9113): counts its streams, and ends it when there is nothing to wait for. In the lobby as long as
 * none of its streams is held. All but {@link #leaveSoon} happens on its event loop.
 */
public final class Http2Connection extends ChannelInboundHandlerAdapter implements PendingConnections.Waiter {

    /** Streams open at once, held ones too. A browser's tabs stay far below; proxies open another connection. */
    static final int MAX_STREAMS = 256;

    /** Streams open at once that are not held: sending a request or waiting for an answer. */
    public static final int MAX_PENDING_STREAMS = 64;

    /** So many streams may be given up in {@link #RESET_SECONDS}: tabs that leave do, and those who only want to cost. */
    public static final int MAX_RESETS = 1000;

    private static final int RESET_SECONDS = 10;

    /** Longer than leaving may take, which has its own end. */
    private static final long FAREWELL_MILLIS = 70_000;

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);

    private final Channel channel;
    private final HostContext serving;
    private final ChannelTimeout alarm;
    private int streams;
    private int held;
    private boolean over;

    private Http2Connection(Channel channel, HostContext serving) {
        this.channel = channel;
        this.serving = serving;
        this.alarm = new ChannelTimeout(channel, channel::close);
    }

    /** Serves HTTP/2 on a connection that has not read anything of it yet, its preface included. */
    public static void serve(Channel channel, HostContext serving) {
        Http2Connection connection = new Http2Connection(channel, serving);
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(MAX_STREAMS)
                .maxHeaderListSize(RequestDecoder.MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forServer()
                                .initialSettings(settings)
                                .decoderEnforceMaxRstFramesPerWindow(MAX_RESETS, RESET_SECONDS)
                                .gracefulShutdownTimeoutMillis(FAREWELL_MILLIS)
                                .build(),
                        new Http2MultiplexHandler(new Streams(connection, serving)),
                        connection);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        serving.lobby().enter(this);
        alarm.set(serving.limits().request());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    /** What is about the connection and not a stream; the codec has dealt with it. */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    /** Over TLS this is how the other side says that it will send nothing more: there is nobody to take leave of. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            channel.unsafe().close(channel.voidPromise());
        }
        ctx.fireUserEventTriggered(event); // Some hold buffers, which the end of the pipeline gives back.
    }

    /** What is wrong with HTTP/2 the codec answers (GOAWAY) and ends itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            LOG.debug("An HTTP/2 connection is not as it should be.", cause);
            return;
        }
        ChannelSupport.failed("An HTTP/2 connection", cause);
        channel.unsafe().close(channel.voidPromise());
    }

    /** Says that no further stream is served (GOAWAY), and closes the connection when the last one is over. From any thread. */
    @Override
    public void leaveSoon() {
        try {
            channel.eventLoop().execute(channel::close);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and the connection with it.");
        }
    }

    /** A stream begins. */
    void opened() {
        streams++;
        alarm.off();
    }

    /** Whether more streams are under way than one client needs at once; held ones do not count. */
    boolean isCrowded() {
        return streams - held > MAX_PENDING_STREAMS;
    }

    /** A stream that has begun is held from now on. */
    void held() {
        held++;
        if (held == 1 && !over) {
            serving.lobby().settle(this);
        }
    }

    /** A stream is over. */
    void closed(boolean wasHeld) {
        streams--;
        if (wasHeld) {
            held--;
        }
        if (over) {
            return;
        }
        if (wasHeld && held == 0) {
            serving.lobby().returned(this);
        }
        if (streams > 0) {
            return;
        }
        if (serving.lobby().mayStay()) {
            alarm.set(serving.limits().idle());
        } else {
            channel.close();
        }
    }

    private void end() {
        over = true;
        alarm.off();
        serving.lobby().gone(this);
    }

    /** Sets up the streams of one connection. */
    @Sharable
    private static final class Streams extends ChannelInitializer<Channel> {

        private static final Http2StreamFrameToHttpObjectCodec CODEC = new Http2StreamFrameToHttpObjectCodec(true);

        private final Http2Connection connection;
        private final HostContext serving;

        Streams(Http2Connection connection, HostContext serving) {
            this.connection = connection;
            this.serving = serving;
        }

        @Override
        protected void initChannel(Channel stream) {
            stream.config().setWriteBufferWaterMark(NettyHost.WATER_MARK);
            stream.pipeline().addLast(CODEC, new Http2RequestHandler(stream, connection, serving, CODEC));
        }
    }
}

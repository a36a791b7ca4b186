// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.netty.internal.http.RequestDecoder;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.SocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** Sets up connections of HTTP/2 and their streams. */
public final class Http2Setup {

    private static final int RESET_SECONDS = 10;

    /** Longer than any drain, which closes the connection itself. */
    private static final long GRACEFUL_SHUTDOWN_MILLIS = 70_000;

    private Http2Setup() {}

    /** Serves HTTP/2 on a channel that has read nothing of it yet, not even the preface. */
    public static void serve(Channel channel, HostContext context) {
        Http2Connection connection = new Http2Connection(channel, context);
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(Http2Connection.MAX_STREAMS)
                .maxHeaderListSize(RequestDecoder.MAX_HEADER_BYTES);
        channel.pipeline().addLast(codec(settings, new Streams(connection, context)), connection);
    }

    /**
     * Returns the codec of a server. Not {@code Http2MultiplexHandler}: it takes a channel without a listening parent
     * for a client's, and stream 1, with which most clients begin, for the answer to an upgrade. A connection that was
     * accepted without a channel has no such parent. This codec knows that it is a server's.
     */
    @SuppressWarnings("deprecation")
    private static ChannelHandler codec(Http2Settings settings, ChannelHandler streams) {
        return io.netty.handler.codec.http2.Http2MultiplexCodecBuilder.forServer(streams)
                .initialSettings(settings)
                .decoderEnforceMaxRstFramesPerWindow(Http2Connection.MAX_RESETS, RESET_SECONDS)
                .gracefulShutdownTimeoutMillis(GRACEFUL_SHUTDOWN_MILLIS)
                .build();
    }

    /** Sets up the streams of one connection. */
    @Sharable
    private static final class Streams extends ChannelInitializer<Channel> {

        private static final Http2StreamFrameToHttpObjectCodec CODEC = new Http2StreamFrameToHttpObjectCodec(true);

        private final Http2Connection connection;
        private final HostContext context;

        Streams(Http2Connection connection, HostContext context) {
            this.connection = connection;
            this.context = context;
        }

        @Override
        protected void initChannel(Channel stream) {
            stream.config().setWriteBufferWaterMark(SocketOptions.WATER_MARK);
            stream.pipeline().addLast(CODEC, new Http2RequestHandler(stream, connection, context, CODEC));
        }
    }
}

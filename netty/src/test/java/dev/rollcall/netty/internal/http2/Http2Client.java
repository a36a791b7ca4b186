// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.netty.NettyHost;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 in the clear, with prior knowledge, on one connection. */
final class Http2Client {

    final Channel channel;
    final CompletableFuture<Long> goneAway = new CompletableFuture<>();

    Http2Client(NettyHost host, EventLoopGroup loops) {
        channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .encoderIgnoreMaxHeaderListSize(true)
                                                .initialSettings(Http2Settings.defaultSettings())
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new ChannelInboundHandlerAdapter() {
                                            @Override
                                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                                if (message instanceof Http2GoAwayFrame goAway) {
                                                    goneAway.complete(goAway.errorCode());
                                                }
                                                ReferenceCountUtil.release(message);
                                            }
                                        });
                    }
                })
                .connect("127.0.0.1", host.port())
                .syncUninterruptibly()
                .channel();
        // Otherwise a slow stream would use up the window that all streams share.
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(1 << 20));
    }

    Http2Headers headers(String method, String path) {
        return new DefaultHttp2Headers()
                .method(method)
                .scheme("http")
                .authority("h.example")
                .path(path);
    }

    Stream get(String path) {
        return open(headers("GET", path), true);
    }

    /** Opens a stream and resets it, without waiting for anything, not even for the end of the connection. */
    void openAndReset(String path) {
        new Http2StreamChannelBootstrap(channel).handler(new Stream()).open().addListener(opened -> {
            if (opened.isSuccess()) {
                Http2StreamChannel made = (Http2StreamChannel) opened.getNow();
                made.write(new DefaultHttp2HeadersFrame(headers("GET", path), true));
                made.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
            }
        });
    }

    Stream open(Http2Headers headers, boolean whole) {
        Stream stream = new Stream();
        stream.channel = new Http2StreamChannelBootstrap(channel)
                .handler(stream)
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, whole));
        return stream;
    }

    void close() {
        channel.close().syncUninterruptibly();
    }

    /** One request and its response. */
    static final class Stream extends ChannelInboundHandlerAdapter {
        final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        final BlockingQueue<String> data = new LinkedBlockingQueue<>();
        final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        private @Nullable Http2StreamChannel channel;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2HeadersFrame head) {
                heads.add(String.valueOf(head.headers().status()));
            } else if (message instanceof Http2DataFrame bytes) {
                data.add(bytes.content().toString(StandardCharsets.UTF_8));
                if (bytes.isEndStream()) {
                    ended.complete(null);
                }
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                heads.add("reset " + reset.errorCode());
            }
        }

        @Nullable
        String status() throws InterruptedException {
            return heads.poll(10, TimeUnit.SECONDS);
        }

        /** Returns the data up to and including this text. */
        String text(String end) throws InterruptedException {
            StringBuilder all = new StringBuilder();
            while (!all.toString().endsWith(end)) {
                String more = data.poll(10, TimeUnit.SECONDS);
                assertThat(more).as("after %s", all).isNotNull();
                all.append(more);
            }
            return all.toString();
        }

        void send(byte[] bytes, boolean last) {
            channel().writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last));
        }

        void reset() {
            channel().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }

        void pause() {
            channel().config().setAutoRead(false);
        }

        void go() {
            channel().config().setAutoRead(true);
        }

        private Http2StreamChannel channel() {
            return Objects.requireNonNull(channel);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http2;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.held.ChannelLoop;
import dev.rollcall.netty.internal.held.ChannelWire;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.util.ReferenceCountUtil;

/** An SSE stream held on an HTTP/2 stream. The connection continues when it ends. */
final class Http2Wire extends ChannelWire {

    /** Wraps bytes in DATA frames. */
    static final ChannelOutboundHandlerAdapter FRAMER = new Framer();

    Http2Wire(Channel stream, ChannelLoop loop) {
        super(stream, loop);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    protected void send(SharedFrames frames, TabFrame frame) {
        frames.writeEvent(channel(), frame);
    }

    @Override
    protected void end(Disconnect disconnect) {
        channel().writeAndFlush(new DefaultHttp2DataFrame(true)).addListener(ChannelFutureListener.CLOSE);
    }

    @Sharable
    private static final class Framer extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ctx.write(message instanceof ByteBuf bytes ? new DefaultHttp2DataFrame(bytes) : message, promise);
        }
    }
}

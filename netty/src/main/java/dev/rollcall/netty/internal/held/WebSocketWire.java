// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.ServerEndpoint;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** A WebSocket held on a channel. */
public final class WebSocketWire extends ChannelWire implements ServerEndpoint {

    private final FrameReader reader = new FrameReader();

    /** Makes the wire of a channel that is registered with this loop. */
    public WebSocketWire(Channel channel, ChannelLoop loop) {
        super(channel, loop);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                reader.read(bytes, this);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    protected void send(SharedFrames frames, TabFrame frame) {
        frames.writeText(channel(), frame);
    }

    @Override
    protected void end(Disconnect disconnect) {
        ByteBuf close = ServerFrames.close(channel().alloc(), disconnect);
        channel().writeAndFlush(close, channel().voidPromise());
    }

    @Override
    public void sendPong(ByteBuf payload) {
        writeOwn(ServerFrames.pong(channel().alloc(), payload));
    }

    @Override
    public void echoClose(int code) {
        stopWriting();
        ByteBuf echo = ServerFrames.closeEcho(channel().alloc(), code);
        channel().writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void hangUp() {
        channel().close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** A held SSE stream. What the peer still sends is read and thrown away, so that its leaving is noticed at once. */
public final class SseWire extends ChannelWire {

    public SseWire(Channel channel, ChannelLoop turn) {
        super(channel, turn);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    protected void send(SharedFrames bytes, TabFrame frame) {
        bytes.writeEvent(channel(), frame);
    }

    @Override
    protected void end(Disconnect disconnect) {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}

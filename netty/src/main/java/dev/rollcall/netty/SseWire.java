// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** A held SSE stream. What the peer still sends is read and thrown away, so that its leaving is noticed at once. */
final class SseWire extends HeldWire {

    SseWire(Channel channel, Turn turn) {
        super(channel, turn);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    void send(SharedBytes bytes, TabFrame frame) {
        bytes.writeEvent(channel(), frame);
    }

    @Override
    void end(Disconnect disconnect) {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}

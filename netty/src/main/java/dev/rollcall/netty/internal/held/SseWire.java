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

/**
 * An SSE stream held on a channel. It reads and discards what the peer still sends, so as to notice at once when the
 * peer goes away.
 */
public final class SseWire extends ChannelWire {

    /** Makes the wire of a channel that is registered with this loop. */
    public SseWire(Channel channel, ChannelLoop loop) {
        super(channel, loop);
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
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.ServerEndpoint;
import dev.rollcall.netty.internal.frame.ServerFrames;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.frame.UnfinishedMessage;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A WebSocket held on a channel. */
public final class WebSocketWire extends ChannelWire implements ServerEndpoint {

    private final FrameReader reader = new FrameReader();

    /** Present only while a frame or message is incomplete. */
    private @Nullable UnfinishedMessage unfinished;

    /** Makes the wire of a channel that is registered with this loop. */
    public WebSocketWire(Channel channel, ChannelLoop loop) {
        super(channel, loop);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                reader.read(bytes, this);
                keep();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void keep() {
        UnfinishedMessage own = unfinished;
        if (own == null && !reader.isIdle()) {
            InetAddress address =
                    channel().remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
            own = shared().unfinished(reader, this, address);
            unfinished = own;
        }
        if (own != null && !own.goesOn() && reader.isIdle()) {
            unfinished = null;
        }
    }

    @Override
    public boolean admitsEmpty() {
        return shared().admitsEmpty(this);
    }

    @Override
    protected void released() {
        if (unfinished != null) {
            unfinished.over();
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

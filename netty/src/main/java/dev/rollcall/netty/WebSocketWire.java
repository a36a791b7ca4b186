// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.session.Frame;
import dev.rollcall.protocol.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;

/** A held WebSocket on a channel. */
final class WebSocketWire extends HeldWire implements FrameReader.Taker {

    private final FrameReader reader = new FrameReader();

    WebSocketWire(Channel channel, Turn turn) {
        super(channel, turn);
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
    void send(SharedBytes bytes, Frame frame) {
        bytes.writeText(channel(), frame);
    }

    @Override
    void end(Disconnect disconnect) {
        channel()
                .writeAndFlush(
                        ServerFrames.close(channel().alloc(), disconnect),
                        channel().voidPromise());
    }

    @Override
    public boolean listens() {
        return isOpen() && session() != null;
    }

    @Override
    public void text(String text) {
        tell().text(text);
    }

    @Override
    public void binary() {
        tell().binary();
    }

    @Override
    public void tooBig() {
        tell().tooBig();
    }

    /** A tab that sends pings but reads nothing gets no more pongs than the wire takes. */
    @Override
    public void ping(ByteBuf payload) {
        if (isWritable()) {
            writeOwn(ServerFrames.pong(channel().alloc(), payload));
        }
        tell().alive();
    }

    @Override
    public void pong() {
        tell().alive();
    }

    /** The tab says goodbye, first or in answer to us: the closing handshake ends with the socket. */
    @Override
    public void goodbye(int code) {
        if (isOpen()) {
            stopWriting();
            ByteBuf echo = ServerFrames.closeEcho(channel().alloc(), code);
            channel().writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel().close();
        }
    }

    @Override
    public void broken(Disconnect why) {
        close(why);
    }

    private Session tell() {
        Session session = session();
        if (session == null) {
            throw new IllegalStateException("the session is not open");
        }
        return session;
    }
}

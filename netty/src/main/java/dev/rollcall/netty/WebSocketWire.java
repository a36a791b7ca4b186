// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.session.Frame;
import dev.rollcall.protocol.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A held WebSocket: takes the frames the decoder made, puts fragments together and answers control frames. */
final class WebSocketWire extends HeldWire {

    private static final Disconnect BAD_FRAME =
            new Disconnect(WebSocketCloseStatus.PROTOCOL_ERROR.code(), "malformed frame", "protocol-error");
    private static final Disconnect BAD_TEXT =
            new Disconnect(WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code(), "text is not UTF-8", "protocol-error");

    /** A text message of which more fragments are to come; on the heap, so that nothing need be released. */
    private @Nullable ByteBuf fragments;

    WebSocketWire(Channel channel, Turn turn) {
        super(channel, turn);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            Session session = session();
            if (message instanceof CloseWebSocketFrame close) {
                follow(close);
            } else if (session != null && isOpen() && message instanceof WebSocketFrame frame) {
                take(session, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Session session = session();
        if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            super.exceptionCaught(ctx, cause);
        } else if (session != null && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            session.tooBig();
        } else if (corrupted.closeStatus().equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
            close(BAD_TEXT);
        } else {
            close(BAD_FRAME);
        }
    }

    @Override
    void send(SharedBytes bytes, Frame frame) {
        bytes.writeText(channel(), frame);
    }

    @Override
    void end(Disconnect disconnect) {
        fragments = null;
        channel()
                .writeAndFlush(
                        ServerFrames.close(channel().alloc(), disconnect),
                        channel().voidPromise());
    }

    @Override
    void released() {
        fragments = null;
    }

    /** The tab says goodbye, first or in answer to us: the closing handshake ends with the socket. */
    private void follow(CloseWebSocketFrame close) {
        if (isOpen()) {
            stopWriting();
            ByteBuf echo = ServerFrames.closeEcho(channel().alloc(), close.statusCode());
            channel().writeAndFlush(echo).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel().close();
        }
    }

    private void take(Session session, WebSocketFrame frame) {
        if (frame instanceof PongWebSocketFrame) {
            session.alive();
        } else if (frame instanceof PingWebSocketFrame) {
            pong(frame.content());
            session.alive();
        } else if (frame instanceof BinaryWebSocketFrame) {
            session.binary();
        } else if (frame instanceof TextWebSocketFrame && frame.isFinalFragment()) {
            deliver(session, frame.content());
        } else {
            assemble(session, frame);
        }
    }

    /** A tab that sends pings but reads nothing gets no more pongs than the wire takes. */
    private void pong(ByteBuf payload) {
        if (isWritable()) {
            writeOwn(ServerFrames.pong(channel().alloc(), payload));
        }
    }

    private void assemble(Session session, WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            fragments = Unpooled.buffer(frame.content().readableBytes());
        }
        ByteBuf message = fragments;
        if (message == null) {
            return; // The rest of a message that was refused.
        }
        if (message.readableBytes() + frame.content().readableBytes() > Session.MAX_MESSAGE_BYTES) {
            fragments = null;
            session.tooBig();
            return;
        }
        message.writeBytes(frame.content());
        if (frame.isFinalFragment()) {
            fragments = null;
            deliver(session, message);
        }
    }

    private void deliver(Session session, ByteBuf text) {
        if (ByteBufUtil.isText(text, StandardCharsets.UTF_8)) {
            session.text(text.toString(StandardCharsets.UTF_8));
        } else {
            close(BAD_TEXT);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.netty.http.websocket.WebsocketOutbound;

/** A held WebSocket. */
final class PlainWebSocket extends PlainTab implements CoreSubscriber<Object> {

    /** The size in bytes above which Reactor Netty refuses a frame. */
    static final int MAX_FRAME_BYTES = HeldTab.MAX_MESSAGE_BYTES;

    private static final Disconnect BAD_FRAME = new Disconnect(1002, "malformed frame", "protocol-error");
    private static final Disconnect BAD_TEXT = new Disconnect(1007, "text is not UTF-8", "protocol-error");

    private final WebsocketOutbound out;
    private @Nullable ByteBuf fragments;

    /** Creates the tab of a WebSocket after its handshake. */
    PlainWebSocket(Channel channel, WebsocketOutbound out) {
        super(channel);
        this.out = out;
    }

    @Override
    ByteBuf bytes(TabFrame frame) {
        return PlainEncodings.text(channel().alloc(), frame);
    }

    @Override
    public void ping() {
        put(new PingWebSocketFrame());
    }

    @Override
    void end(Disconnect disconnect) {
        var unused = out.sendClose(disconnect.code(), disconnect.reason()).subscribe();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    /** Handles a frame, which Reactor Netty releases afterwards. */
    @Override
    public void onNext(Object received) {
        HeldTab tab = listening();
        if (tab == null) {
            return;
        }
        if (received instanceof WebSocketFrame frame && frame.rsv() != 0) {
            close(BAD_FRAME); // Reactor Netty accepts these bits although no extension was negotiated.
        } else if (received instanceof PingWebSocketFrame ping) {
            if (isWritable()) {
                put(new PongWebSocketFrame(ping.content().retain()));
            }
            tab.alive();
        } else if (received instanceof PongWebSocketFrame) {
            tab.alive();
        } else if (received instanceof BinaryWebSocketFrame) {
            tab.binary();
        } else if (received instanceof WebSocketFrame piece) {
            text(tab, piece);
        }
    }

    @Override
    public void onError(Throwable failure) {
        var unused = channel().close();
    }

    @Override
    public void onComplete() {}

    private void text(HeldTab tab, WebSocketFrame piece) {
        if (piece instanceof TextWebSocketFrame && piece.isFinalFragment()) {
            deliver(tab, piece.content());
            return;
        }
        ByteBuf whole = fragments == null ? Unpooled.buffer() : fragments;
        fragments = piece.isFinalFragment() ? null : whole;
        if (whole.readableBytes() + piece.content().readableBytes() > HeldTab.MAX_MESSAGE_BYTES) {
            tab.tooBig();
            return;
        }
        whole.writeBytes(piece.content());
        if (piece.isFinalFragment()) {
            deliver(tab, whole);
        }
    }

    private void deliver(HeldTab tab, ByteBuf text) {
        if (ByteBufUtil.isText(text, StandardCharsets.UTF_8)) {
            tab.text(text.toString(StandardCharsets.UTF_8));
        } else {
            close(BAD_TEXT);
        }
    }
}

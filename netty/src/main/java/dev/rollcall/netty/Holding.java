// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.Verdict.Opening;
import dev.rollcall.protocol.session.Session;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * Turns a connection whose head has just been written into a held one. Here a denser way of holding connections would
 * take over: the request is parsed, nothing else is known of HTTP from now on.
 *
 * @param channel the connection
 * @param leaving the handlers that served its requests
 * @param decoder its request decoder, which may have bytes behind the request
 */
record Holding(Channel channel, List<ChannelHandler> leaving, ChannelHandler decoder) {

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .allowMaskMismatch(false)
            .closeOnProtocolViolation(false)
            .maxFramePayloadLength(Session.MAX_MESSAGE_BYTES)
            .build();

    void sse(Serving serving, Opening opening) {
        SseWire wire = new SseWire(channel, serving.turn(channel.eventLoop()));
        channel.pipeline().addLast(wire);
        hold(wire, opening);
    }

    void webSocket(Serving serving, Opening opening) {
        WebSocketWire wire = new WebSocketWire(channel, serving.turn(channel.eventLoop()));
        channel.pipeline().addLast(new WebSocket13FrameDecoder(FRAMES), wire);
        hold(wire, opening);
    }

    private void hold(HeldWire wire, Opening opening) {
        ChannelPipeline pipeline = channel.pipeline();
        leaving.forEach(pipeline::remove);
        wire.open(opening);
        // Last, for this hands on the bytes behind the request: the session must be there to take them.
        pipeline.remove(decoder);
        channel.config().setAutoRead(true);
        channel.read(); // Another server may have read by itself until now.
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.held.ChannelWire;
import dev.rollcall.netty.internal.held.SseWire;
import dev.rollcall.netty.internal.held.WebSocketWire;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.util.List;

/**
 * Turns a connection whose head has just been written into a held one on its channel, of which only what is needed is left.
 *
 * @param channel the connection
 * @param leaving the handlers that served its requests
 * @param decoder its request decoder, which may have bytes behind the request
 */
public record HoldOnChannel(Channel channel, List<ChannelHandler> leaving, ChannelHandler decoder) {

    public void sse(HostContext serving, Opening opening) {
        SseWire wire = new SseWire(channel, serving.turn(channel.eventLoop()));
        channel.pipeline().addLast(wire);
        hold(wire, opening);
    }

    public void webSocket(HostContext serving, Opening opening) {
        WebSocketWire wire = new WebSocketWire(channel, serving.turn(channel.eventLoop()));
        channel.pipeline().addLast(wire);
        hold(wire, opening);
    }

    private void hold(ChannelWire wire, Opening opening) {
        ChannelPipeline pipeline = channel.pipeline();
        leaving.forEach(pipeline::remove);
        wire.open(opening);
        // Last, for this hands on the bytes behind the request: the session must be there to take them.
        pipeline.remove(decoder);
        channel.config().setAutoRead(true);
        channel.read(); // Another server may have read by itself until now.
    }
}

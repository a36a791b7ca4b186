// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.netty.internal.held.ChannelLoop;
import dev.rollcall.netty.internal.held.ChannelWire;
import dev.rollcall.netty.internal.held.SseWire;
import dev.rollcall.netty.internal.held.WebSocketWire;
import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict.Opening;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpMessage;
import java.util.List;

/**
 * Holds a connection on its channel, whose pipeline keeps only what a held connection needs.
 *
 * @param context what the host's connections share
 * @param channel the connection
 * @param out where the head of the response is written
 * @param leaving the handlers that served the requests; they are removed
 * @param decoder the request decoder, or a codec of requests and responses; it may have bytes behind the request
 */
public record HoldOnChannel(
        HostContext context,
        Channel channel,
        ChannelOutboundInvoker out,
        List<ChannelHandler> leaving,
        ChannelHandler decoder)
        implements Hold {

    @Override
    public void stream(Response head, Opening opening) {
        write(ResponseWriter.streamHead(head));
        hold(new SseWire(channel, loop()), opening);
    }

    @Override
    public void webSocket(Headers handshake, Opening opening) {
        write(NettyHandshake.accepted(handshake));
        hold(new WebSocketWire(channel, loop()), opening);
    }

    private ChannelLoop loop() {
        return context.channelLoop(channel.eventLoop());
    }

    private void write(HttpMessage head) {
        out.write(head, out.voidPromise());
        if (decoder instanceof CombinedChannelDuplexHandler<?, ?> codec) {
            codec.removeOutboundHandler(); // Whatever is written from here on is not HTTP.
        }
    }

    private void hold(ChannelWire wire, Opening opening) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(wire);
        leaving.forEach(pipeline::remove);
        wire.open(opening);
        // Last, because this passes on the bytes behind the request, and the tab must be there to take them.
        pipeline.remove(decoder);
        channel.config().setAutoRead(true);
        channel.read(); // Another server may have called read() itself until now.
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.guest;

import dev.rollcall.netty.NettyGuest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the handshake in which HTTP/1.1 or HTTP/2 is agreed on: only then there is a codec to stand behind. */
public final class JoinAfterTls extends ChannelInboundHandlerAdapter {

    private final NettyGuest guest;

    public JoinAfterTls(NettyGuest guest) {
        this.guest = guest;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof SslHandshakeCompletionEvent) {
            ctx.pipeline().remove(this);
            guest.join(ctx.pipeline());
        }
    }
}

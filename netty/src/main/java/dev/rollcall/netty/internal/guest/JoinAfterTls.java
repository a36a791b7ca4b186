// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.guest;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;

/**
 * Waits for the TLS handshake, which negotiates HTTP/1.1 or HTTP/2: only then is there a codec to join. One serves all
 * connections.
 */
@Sharable
public final class JoinAfterTls extends ChannelInboundHandlerAdapter {

    private final Consumer<ChannelPipeline> join;

    /**
     * Makes the handler.
     *
     * @param join called on a connection's event loop when its handshake is complete
     */
    public JoinAfterTls(Consumer<ChannelPipeline> join) {
        this.join = join;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof SslHandshakeCompletionEvent) {
            ctx.pipeline().remove(this);
            join.accept(ctx.pipeline());
        }
    }
}

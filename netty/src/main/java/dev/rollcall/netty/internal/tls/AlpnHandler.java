// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import dev.rollcall.netty.internal.accept.HostInitializer;
import dev.rollcall.netty.internal.http2.Http2Connection;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.PendingConnections;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until TLS has agreed on a version of HTTP (ALPN, RFC 7301); without a word about it that is HTTP/1.1. */
public final class AlpnHandler extends ApplicationProtocolNegotiationHandler implements PendingConnections.Waiter {

    private static final Logger LOG = LoggerFactory.getLogger(AlpnHandler.class);

    private final Channel channel;
    private final HostContext serving;
    private final HostInitializer initializer;

    public AlpnHandler(Channel channel, HostContext serving, HostInitializer initializer) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.channel = channel;
        this.serving = serving;
        this.initializer = initializer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        serving.lobby().enter(this);
        super.handlerAdded(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved(ctx);
        serving.lobby().leave(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        serving.lobby().leave(this);
        super.channelInactive(ctx);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            Http2Connection.serve(channel, serving);
        } else {
            initializer.http1(channel);
        }
    }

    /** Whoever knocks without TLS or offers nothing in common is no concern of the operator's. */
    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A TLS handshake failed.", cause);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelSupport.failed("A connection, during its TLS handshake,", cause);
        channel.close();
    }

    @Override
    public void leaveSoon() {
        try {
            channel.eventLoop().execute(() -> {
                if (channel.pipeline().context(this) != null) {
                    channel.close();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended, and the connection with it.");
        }
    }
}

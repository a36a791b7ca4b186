// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import dev.rollcall.netty.internal.held.ChannelFailures;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Pending;
import dev.rollcall.netty.internal.serving.Pending.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until TLS has negotiated an HTTP version (ALPN, RFC 7301); for clients that offer none it is HTTP/1.1.
 * Everything but {@link #leaveSoon} happens on the channel's event loop.
 */
public final class AlpnHandler extends ApplicationProtocolNegotiationHandler implements Pending {

    private static final Logger LOG = LoggerFactory.getLogger(AlpnHandler.class);

    private final Channel channel;
    private final HostContext context;
    private final HttpVersions versions;

    /** Makes the handler of one connection. */
    public AlpnHandler(Channel channel, HostContext context, HttpVersions versions) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.channel = channel;
        this.context = context;
        this.versions = versions;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context.pending().enter(this, ChannelSupport.peer(channel), Stage.SILENT);
        super.handlerAdded(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws Exception {
        super.handlerRemoved(ctx);
        context.pending().leave(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        context.pending().leave(this);
        super.channelInactive(ctx);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            versions.http2(channel);
        } else {
            versions.http1(channel);
        }
    }

    /**
     * Closes the channel. Clients without TLS, or with no version or cipher in common, are no reason to alert an
     * operator.
     */
    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A TLS handshake failed.", cause);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ChannelFailures.log("A connection, during its TLS handshake,", cause);
        channel.close();
    }

    @Override
    public void makeRoom() {
        leaveSoon();
    }

    @Override
    public void leaveSoon() {
        ChannelSupport.later(channel, () -> {
            if (channel.pipeline().context(this) != null) {
                channel.close();
            }
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.PendingConnections;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections as channels. */
public record ChannelAcceptor(Channel channel, PendingConnections lobby) implements Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelAcceptor.class);

    /**
     * Begins to listen. Blocks until the port is bound.
     *
     * @throws IOException when it cannot be bound
     */
    static Acceptor bind(
            IoTransport transport, EventLoopGroup group, HostContext serving, InetSocketAddress address, int backlog)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.listener())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyHost.WATER_MARK)
                .childHandler(new HostInitializer(serving, null));
        transport.configure(bootstrap);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException cause ? cause : new IOException(bound.cause());
        }
        return new ChannelAcceptor(bound.channel(), serving.lobby());
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void look() {
        try {
            channel.eventLoop().execute(() -> {
                if (channel.isOpen()) {
                    channel.config().setAutoRead(lobby.hasRoom());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The host is closed: nothing is accepted any more.");
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}

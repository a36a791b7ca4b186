// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.ChannelSupport;
import dev.rollcall.netty.internal.serving.PendingConnections;
import dev.rollcall.netty.internal.serving.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Accepts connections as channels.
 *
 * @param channel listens
 * @param pending says whether another connection may be accepted
 */
record ChannelAcceptor(Channel channel, PendingConnections pending) implements Acceptor {

    /**
     * Begins to accept. Blocks until the port is bound.
     *
     * @param initializer sets up each connection's channel
     * @throws IOException when the port cannot be bound
     */
    static Acceptor bind(
            IoTransport transport,
            EventLoopGroup group,
            PendingConnections pending,
            ChannelHandler initializer,
            InetSocketAddress address,
            int backlog)
            throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, backlog)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_SNDBUF, SocketOptions.SEND_BYTES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketOptions.WATER_MARK)
                .childHandler(initializer);
        transport.configure(bootstrap);
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException cause ? cause : new IOException(bound.cause());
        }
        return new ChannelAcceptor(bound.channel(), pending);
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void capacityChanged() {
        ChannelSupport.later(channel, () -> {
            if (channel.isOpen()) {
                channel.config().setAutoRead(pending.hasCapacity());
            }
        });
    }

    @Override
    public void close() {
        channel.close();
    }
}

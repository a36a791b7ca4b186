// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.dense.DenseAcceptor;
import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** The way to the sockets: epoll where its native library is there, else NIO. */
public enum IoTransport {
    /** Held connections have no channel. */
    DENSE(EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public Acceptor listen(EventLoopGroup group, HostContext serving, InetSocketAddress address, int backlog)
                throws IOException {
            return DenseAcceptor.bind(group, serving, address, backlog);
        }
    },
    EPOLL(EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        void configure(ServerBootstrap bootstrap) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS);
        }
    },
    NIO(NioServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    /** How long sent bytes may stay unacknowledged before the kernel gives a peer up: two beats of the contract. */
    public static final int UNACKNOWLEDGED_MILLIS = 50_000;

    private final Class<? extends ServerChannel> listener;

    IoTransport(Class<? extends ServerChannel> listener) {
        this.listener = listener;
    }

    /**
     * The best there is on this machine.
     *
     * @param dense whether held connections may do without channels
     */
    public static IoTransport best(boolean dense) {
        if (!Epoll.isAvailable()) {
            return NIO;
        }
        return dense ? DENSE : EPOLL;
    }

    public EventLoopGroup newGroup(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("rollcall-io"), handlers());
    }

    abstract IoHandlerFactory handlers();

    Class<? extends ServerChannel> listener() {
        return listener;
    }

    /**
     * Begins to listen. Blocks until the port is bound.
     *
     * @throws IOException when it cannot be bound
     */
    public Acceptor listen(EventLoopGroup group, HostContext serving, InetSocketAddress address, int backlog)
            throws IOException {
        return ChannelAcceptor.bind(this, group, serving, address, backlog);
    }

    /** Sets what only this transport knows. */
    void configure(ServerBootstrap bootstrap) {}

    /** The name used in logs and metrics: {@code dense}, {@code epoll} or {@code nio}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

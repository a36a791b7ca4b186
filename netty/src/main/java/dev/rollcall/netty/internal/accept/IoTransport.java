// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.accept;

import dev.rollcall.netty.internal.serving.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.Locale;

/** How the host reaches its sockets: with epoll where its native library is present, otherwise with NIO. */
public enum IoTransport {
    /** Epoll; held connections have no channel. */
    DENSE(EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }
    },
    /** Epoll, with channels only. */
    EPOLL(EpollServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        void configure(ServerBootstrap bootstrap) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, SocketOptions.UNACKNOWLEDGED_MILLIS);
        }
    },
    /** NIO, with channels only. */
    NIO(NioServerSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private final Class<? extends ServerChannel> serverChannel;

    IoTransport(Class<? extends ServerChannel> serverChannel) {
        this.serverChannel = serverChannel;
    }

    /**
     * Returns the best one on this machine.
     *
     * @param dense whether held connections may do without channels
     */
    public static IoTransport best(boolean dense) {
        if (!Epoll.isAvailable()) {
            return NIO;
        }
        return dense ? DENSE : EPOLL;
    }

    /** Returns a new group of event loops, one for each thread. */
    EventLoopGroup newGroup(int threads) {
        return new EventLoops(threads, handlers());
    }

    abstract IoHandlerFactory handlers();

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    /** Sets the options that only this transport has. */
    void configure(ServerBootstrap bootstrap) {}

    /** Returns the name used in logs and metrics: {@code dense}, {@code epoll} or {@code nio}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.netty.Embedded;
import dev.rollcall.netty.FakeContract;
import dev.rollcall.netty.FakeTab;
import dev.rollcall.netty.LeakCheck;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that fail while they move between a dense loop and a channel. */
@ExtendWith(LeakCheck.class)
@Timeout(30)
class HandOverTest {

    private final FakeTab tab = new FakeTab();
    private final CompletableFuture<EpollSocketChannel> accepted = new CompletableFuture<>();
    private EventLoopGroup loops;
    private IoEventLoop loop;
    private DenseLoop dense;

    @BeforeEach
    void start() {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
        loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        loop = (IoEventLoop) loops.next();
        HostContext context = new HostContext(
                new FakeContract(request -> Embedded.ok("")), Limits.DEFAULTS, LeaveChannel.NEVER, false);
        dense = new DenseLoop(loop, context, decided -> new ChannelInboundHandlerAdapter());
    }

    @AfterEach
    void end() {
        if (loops != null) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Makes a connection; {@link #accepted} is the server's end. */
    private void connect() {
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<EpollSocketChannel>() {
                    @Override
                    protected void initChannel(EpollSocketChannel channel) {
                        accepted.complete(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server.localAddress())
                .syncUninterruptibly();
    }

    @Test
    @DisplayName("S5: a place is released when the connection closes while it leaves its channel")
    void closedWhileLeaving() throws Exception {
        connect();
        EpollSocketChannel channel = accepted.get(10, TimeUnit.SECONDS);
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        channel.pipeline().addLast(handler);
        loop.submit(() -> {
                    new HoldWithoutChannel(channel, handler, dense).stream(Embedded.response(200, ""), tab);
                    channel.close();
                })
                .get(10, TimeUnit.SECONDS);
        eventually(() -> assertThat(tab.events).containsExactly("abandon"));
    }

    @Test
    @DisplayName("S5: a place is released when the channel that takes over cannot be registered")
    void notRegistered() throws Exception {
        DenseSocket socket = new DenseSocket(Socket.newSocketStream().intValue(), dense);
        // With assertions on, Netty itself objects to the second registration, so the task may end with an error.
        loop.submit(() -> {
                    socket.begin(); // Now the descriptor is already registered.
                    try {
                        dense.handOver(socket.intValue(), new Verdict.Upgrade(tab));
                    } finally {
                        socket.detach();
                    }
                })
                .await(10, TimeUnit.SECONDS);
        eventually(() -> assertThat(tab.events).containsExactly("abandon"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.protocol.wire.Contract;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Contract} over HTTP/1.1, HTTP/2 and WebSocket on a port of its own. Thread-safe.
 *
 * <p>Holds none of the contract's rules: it reads requests, asks {@link Contract#decide} and carries out the verdict.
 * On Linux it uses epoll when the native jar of {@code netty-transport-native-epoll} for the platform is on the class
 * path, else NIO.
 */
public final class NettyHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NettyHost.class);
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);
    private static final long CLOSE_MILLIS = 5_000;

    /** Not 0: a loop may then end between two looks at its state, before it has closed its channels (Netty 4.2.18). */
    private static final long QUIET_MILLIS = 50;

    private final Function<Duration, CompletionStage<@Nullable Void>> drain;
    private final HostContext serving;
    private final IoTransport transport;
    private final EventLoopGroup group;
    private final Acceptor listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NettyHost(
            HostContext serving,
            Function<Duration, CompletionStage<@Nullable Void>> drain,
            IoTransport transport,
            EventLoopGroup group,
            Acceptor listener) {
        this.serving = serving;
        this.drain = drain;
        this.transport = transport;
        this.group = group;
        this.listener = listener;
    }

    /** Returns a builder of a host that serves this contract, which the host does not close. */
    public static NettyHostBuilder builder(Contract contract) {
        return new NettyHostBuilder(contract::decide, contract::rejected, contract::drain);
    }

    /** Settings for a host of anything that decides about requests. */
    static NettyHostBuilder builder(
            Function<Request, Verdict> decide, Function<Duration, CompletionStage<@Nullable Void>> drain) {
        return new NettyHostBuilder(decide, reason -> {}, drain);
    }

    static NettyHost start(
            HostContext serving,
            Function<Duration, CompletionStage<@Nullable Void>> drain,
            IoTransport transport,
            int eventLoops,
            InetSocketAddress address,
            int backlog) {
        EventLoopGroup group = transport.newGroup(eventLoops);
        Acceptor listener;
        try {
            listener = transport.listen(group, serving, address, backlog);
        } catch (IOException e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            serving.forget();
            throw new PortUnavailableException(address.getPort(), e);
        }
        serving.lobby().guard(listener::look);
        NettyHost host = new NettyHost(serving, drain, transport, group, listener);
        LOG.debug("Listening on port {} ({}, {} event loops)", host.port(), transport.word(), eventLoops);
        return host;
    }

    /** The port it listens on, 1 to 65535. */
    public int port() {
        return listener.port();
    }

    /**
     * How it reaches the sockets, for logs and metrics: {@code dense} (epoll, held connections without channels),
     * {@code epoll} or {@code nio}.
     */
    public String transport() {
        return transport.word();
    }

    /** Connections that hold nothing: sending a request, waiting for the answer, or kept alive. */
    public int pendingConnections() {
        return serving.lobby().count();
    }

    /**
     * Leaves in order: closes the listener, lets requests under way be answered, has the protocol send the tabs away, and
     * {@linkplain #close closes} the host. Does not block.
     *
     * @param grace how long all this may take; what is left then is closed. Zero or more
     * @return completes, never with a failure, when everything is closed: a few seconds after the grace at the latest
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        CompletableFuture<@Nullable Void> left = new CompletableFuture<>();
        ended().thenRun(() -> left.complete(null));
        listener.close();
        try {
            group.schedule(() -> left.complete(null), grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return ended(); // Closed in this very moment.
        }
        CompletableFuture.allOf(
                        drain.apply(grace).toCompletableFuture(),
                        serving.lobby().drain().toCompletableFuture())
                .whenComplete((done, failure) -> left.complete(null));
        return left.thenCompose(done -> shutDown());
    }

    /**
     * Closes the listener and every connection, and ends the threads. Blocks until that is done, at most a few seconds;
     * not to be called on an event loop. Does nothing the second time.
     */
    @Override
    public void close() {
        shutDown().toCompletableFuture().join();
    }

    private CompletionStage<@Nullable Void> shutDown() {
        if (closed.compareAndSet(false, true)) {
            listener.close();
            serving.forget();
            group.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return ended();
    }

    private CompletableFuture<@Nullable Void> ended() {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        group.terminationFuture().addListener(future -> ended.complete(null));
        return ended;
    }
}

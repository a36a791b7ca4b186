// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.netty.internal.accept.ListenSettings;
import dev.rollcall.netty.internal.dense.LeaveToDenseLoop;
import dev.rollcall.netty.internal.serving.Acceptor;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.netty.internal.serving.LoopWatch;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.Contract;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Contract} over HTTP/1.1, HTTP/2 and WebSocket on a port of its own. Thread-safe.
 *
 * <p>It holds none of the contract's rules: it reads requests, asks {@link Contract#decide} and carries out the
 * verdict. On Linux it uses epoll if the native jar of {@code netty-transport-native-epoll} for the platform is on the
 * class path, otherwise NIO.
 */
public final class NettyHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NettyHost.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final ListenSettings listen;
    private final HostContext context;
    private final @Nullable CertificateFiles certificate;
    private final EventLoopGroup group;
    private final Acceptor acceptor;
    private final LoopWatch watch;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NettyHost(
            ListenSettings listen,
            HostContext context,
            @Nullable CertificateFiles certificate,
            EventLoopGroup group,
            Acceptor acceptor,
            LoopWatch watch) {
        this.listen = listen;
        this.context = context;
        this.certificate = certificate;
        this.group = group;
        this.acceptor = acceptor;
        this.watch = watch;
    }

    /**
     * Returns the settings of a host that serves this contract, with their defaults.
     *
     * @param contract decides about requests, for example {@code Protocol}. The host does not close it
     */
    public static NettyHostBuilder builder(Contract contract) {
        return new NettyHostBuilder(contract);
    }

    static NettyHost start(
            ListenSettings listen, Contract contract, Limits limits, @Nullable CertificateFiles certificate) {
        LeaveToDenseLoop leave = new LeaveToDenseLoop();
        HostContext context = new HostContext(contract, limits, leave, certificate != null);
        EventLoopGroup group = listen.newGroup();
        Acceptor acceptor;
        try {
            acceptor = listen.bind(group, context, leave, certificate);
        } catch (IOException e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            close(certificate);
            throw new PortUnavailableException(listen.address().getPort(), e);
        }
        LoopWatch watch = new LoopWatch(listen.eventLoops(), System::nanoTime);
        watch.begin(group);
        watch.reportEnds(group);
        contract.watch(watch::isAlive);
        context.pending().onCapacityChange(acceptor::capacityChanged);
        NettyHost host = new NettyHost(listen, context, certificate, group, acceptor, watch);
        LOG.debug("Listening on port {} ({}, {} event loops)", host.port(), host.transport(), listen.eventLoops());
        return host;
    }

    /** Returns the port that the host listens on, 1 to 65535. */
    public int port() {
        return acceptor.port();
    }

    /**
     * Returns how the host reaches its sockets, for logs and metrics: {@code dense} (epoll, held connections without
     * channels), {@code epoll} or {@code nio}.
     */
    public String transport() {
        return listen.transport().label();
    }

    /** Returns which TLS implementation is used, for logs: {@code BoringSSL} or {@code Java}; null in the clear. */
    public @Nullable String tlsProvider() {
        return certificate == null ? null : certificate.provider();
    }

    /** Returns how many connections are not held: they send a request, wait for the answer, or are kept alive. */
    public int pendingConnections() {
        return context.pending().count();
    }

    /**
     * Drains: has the contract send the tabs away, then stops accepting connections, answers the requests in progress,
     * and {@linkplain #close closes} the host. As long as there are tabs it accepts connections, because polling tabs
     * are sent away when they next connect. Does not block.
     *
     * @param grace how long all this may take, after which the rest is closed; zero or more
     * @return a stage that completes, never with a failure, when everything is closed: at the latest a few seconds
     *     after the grace period
     */
    public CompletionStage<@Nullable Void> drain(Duration grace) {
        Objects.requireNonNull(grace, "grace");
        CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
        ended().thenRun(() -> drained.complete(null));
        try {
            group.schedule(() -> drained.complete(null), grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return ended(); // Closed at this very moment.
        }
        context.contract()
                .drain(grace)
                .thenCompose(gone -> {
                    acceptor.close();
                    return context.pending().drain();
                })
                .whenComplete((done, failure) -> drained.complete(null));
        return drained.thenCompose(done -> shutDown());
    }

    /**
     * Stops accepting, closes every connection, and ends the threads. Blocks until that is done, at most a few seconds;
     * not to be called on an event loop. Does nothing when called again.
     */
    @Override
    public void close() {
        shutDown().toCompletableFuture().join();
    }

    private CompletionStage<@Nullable Void> shutDown() {
        if (closed.compareAndSet(false, true)) {
            watch.close();
            acceptor.close();
            // The certificate goes last: a connection that was just accepted still asks it for an engine.
            group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).addListener(gone -> close(certificate));
        }
        return ended();
    }

    private static void close(@Nullable CertificateFiles certificate) {
        if (certificate != null) {
            certificate.close();
        }
    }

    private CompletableFuture<@Nullable Void> ended() {
        CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        group.terminationFuture().addListener(future -> ended.complete(null));
        return ended;
    }
}

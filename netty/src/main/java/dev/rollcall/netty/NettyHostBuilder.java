// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.netty.internal.serving.HostContext;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Verdict;
import io.netty.util.NettyRuntime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link NettyHost}. Not thread-safe. */
public final class NettyHostBuilder {

    private static final int MAX_PORT = 65_535;

    private final Function<Request, Verdict> decide;
    private final Consumer<String> rejected;
    private final Function<Duration, CompletionStage<@Nullable Void>> drain;
    private @Nullable String address;
    private int port;
    private int eventLoops = NettyRuntime.availableProcessors();
    private int backlog = 4096;
    private Duration requestTimeout = Limits.DEFAULTS.request();
    private Duration idleTimeout = Limits.DEFAULTS.idle();
    private int maxPendingConnections = Limits.DEFAULTS.maxPending();
    private IoTransport transport = IoTransport.best(true);
    private @Nullable Supplier<CertificateFiles> tls;

    NettyHostBuilder(
            Function<Request, Verdict> decide,
            Consumer<String> rejected,
            Function<Duration, CompletionStage<@Nullable Void>> drain) {
        this.decide = Objects.requireNonNull(decide, "decide");
        this.rejected = rejected;
        this.drain = Objects.requireNonNull(drain, "drain");
    }

    /** The address to listen on, a name or a literal. Default: all addresses of the machine. */
    public NettyHostBuilder address(String address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /** The port to listen on, 0 to 65535. Default 0: a free one, which {@link NettyHost#port} tells. */
    public NettyHostBuilder port(int port) {
        this.port = between(port, 0, MAX_PORT, "port");
        return this;
    }

    /** How many event loops, at least 1. Default: one per core. */
    public NettyHostBuilder eventLoops(int eventLoops) {
        this.eventLoops = between(eventLoops, 1, 1024, "eventLoops");
        return this;
    }

    /** How many connections may wait in the kernel to be accepted, at least 1; the kernel has a limit too. Default 4096. */
    public NettyHostBuilder backlog(int backlog) {
        this.backlog = between(backlog, 1, Integer.MAX_VALUE, "backlog");
        return this;
    }

    /** How long a request may take to arrive whole, more than zero. Default 10 seconds; then it is answered 408. */
    public NettyHostBuilder requestTimeout(Duration requestTimeout) {
        this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout");
        return this;
    }

    /** How long a connection is kept for a further request, and an answer for its reader; more than zero. Default 60 seconds. */
    public NettyHostBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = Objects.requireNonNull(idleTimeout, "idleTimeout");
        return this;
    }

    /**
     * How many connections may be open that are not held (no stream, no WebSocket), at least 1. Default 4096. Above three
     * quarters connections are no longer kept alive after an answer; at the limit nothing further is accepted until one
     * goes, so that the rest waits in the backlog.
     */
    public NettyHostBuilder maxPendingConnections(int maxPendingConnections) {
        this.maxPendingConnections = maxPendingConnections;
        return this;
    }

    /**
     * Whether held connections do without Netty's channels where that is possible: on Linux with epoll, without TLS. Default
     * true; a fraction of the memory and time. False holds them all on channels.
     */
    public NettyHostBuilder dense(boolean dense) {
        this.transport = IoTransport.best(dense);
        return this;
    }

    /**
     * Speaks TLS 1.2 and 1.3, with HTTP/2 for those who offer it (ALPN), instead of HTTP in the clear. The files are looked at
     * every ten seconds: what is new in them counts for the connections that come then; what is wrong with them is logged and
     * the old certificate stays. Held connections are on channels then.
     *
     * @param certificate PEM: the certificate, then the chain up to an authority that clients know
     * @param key PEM: the private key of the certificate, PKCS#8, not encrypted
     * @param timer says when to look
     */
    public NettyHostBuilder tls(Path certificate, Path key, Timer timer) {
        return tls(certificate, key, timer, ForkJoinPool.commonPool());
    }

    /** The same with another reader of files. */
    NettyHostBuilder tls(Path certificate, Path key, Timer timer, Executor reader) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(timer, "timer");
        this.tls = () -> CertificateFiles.open(certificate, key, timer, reader);
        return this;
    }

    /** For tests of the other transport. */
    NettyHostBuilder transport(IoTransport transport) {
        this.transport = transport;
        return this;
    }

    /**
     * Starts listening. Blocks until the port is bound.
     *
     * @throws IllegalArgumentException when a setting does not fit, naming it; a certificate or key too
     * @throws PortUnavailableException when the port cannot be bound, naming it and the fix
     */
    public NettyHost start() {
        Limits limits = new Limits(requestTimeout, idleTimeout, maxPendingConnections);
        InetSocketAddress bind = address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
        if (bind.isUnresolved()) {
            throw new IllegalArgumentException(
                    "address: " + address + " (expected: a name or address of this machine)");
        }
        CertificateFiles files = tls == null ? null : tls.get();
        IoTransport way = files != null && transport == IoTransport.DENSE ? IoTransport.EPOLL : transport;
        HostContext serving = new HostContext(decide, rejected, limits, files);
        return NettyHost.start(serving, drain, way, eventLoops, bind, backlog);
    }

    private static int between(int value, int min, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.internal.accept.IoTransport;
import dev.rollcall.netty.internal.accept.ListenSettings;
import dev.rollcall.netty.internal.serving.Limits;
import dev.rollcall.netty.internal.tls.CertificateFiles;
import dev.rollcall.protocol.wire.Contract;
import io.netty.util.NettyRuntime;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link NettyHost}. Not thread-safe. */
public final class NettyHostBuilder {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_EVENT_LOOPS = 1024;

    private final Contract contract;
    private @Nullable String address;
    private int port;
    private int eventLoops = NettyRuntime.availableProcessors();
    private int backlog = 4096;
    private Duration requestTimeout = Limits.DEFAULTS.request();
    private Duration idleTimeout = Limits.DEFAULTS.idle();
    private int maxPendingConnections = Limits.DEFAULTS.maxPending();
    private long maxBufferedBytes = Limits.DEFAULTS.maxBufferedBytes();
    private IoTransport transport = IoTransport.best(true);
    private @Nullable Supplier<CertificateFiles> tls;
    private boolean nativeTls = true;

    NettyHostBuilder(Contract contract) {
        this.contract = Objects.requireNonNull(contract, "contract");
    }

    /** Sets the address to listen on, a name or a literal. Default: all addresses of the machine. */
    public NettyHostBuilder address(String address) {
        this.address = Objects.requireNonNull(address, "address");
        return this;
    }

    /** Sets the port to listen on, 0 to 65535. Default 0: a free one, which {@link NettyHost#port} returns. */
    public NettyHostBuilder port(int port) {
        this.port = between(port, 0, MAX_PORT, "port");
        return this;
    }

    /** Sets the number of event loops, 1 to 1024. Default: one for each processor. */
    public NettyHostBuilder eventLoops(int eventLoops) {
        this.eventLoops = between(eventLoops, 1, MAX_EVENT_LOOPS, "eventLoops");
        return this;
    }

    /**
     * Sets how many connections may wait in the kernel to be accepted, at least 1. The kernel has its own limit.
     * Default 4096.
     */
    public NettyHostBuilder backlog(int backlog) {
        this.backlog = between(backlog, 1, Integer.MAX_VALUE, "backlog");
        return this;
    }

    /**
     * Sets how long a whole request may take to arrive, more than zero; after that it is answered 408. Default 10
     * seconds.
     */
    public NettyHostBuilder requestTimeout(Duration requestTimeout) {
        this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout");
        return this;
    }

    /**
     * Sets how long a connection is kept for another request, and how long a client may take to read an answer; more
     * than zero. Default 60 seconds.
     */
    public NettyHostBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = Objects.requireNonNull(idleTimeout, "idleTimeout");
        return this;
    }

    /**
     * Sets how many connections that are not held (neither a stream nor a WebSocket) may be open, at least 1. Default
     * 4096. Above three quarters of that, connections are closed after an answer. At the limit, one is closed for each
     * newcomer: among those of the address with the most, the one that has said least, and of those the oldest. An
     * address may have a quarter of them, unless it is private.
     */
    public NettyHostBuilder maxPendingConnections(int maxPendingConnections) {
        this.maxPendingConnections = maxPendingConnections;
        return this;
    }

    /**
     * Sets how many bytes of memory all clients together may make the host hold: unfinished requests, responses that
     * clients do not read, unfinished messages. At least a mebibyte; one address may use a quarter, unless it is
     * private. Beyond that, the host closes a connection of the address that holds most: the one that has held memory
     * longest. Default: a quarter of the maximum heap, or of the memory for buffers outside it if that is less.
     */
    public NettyHostBuilder maxBufferedBytes(long maxBufferedBytes) {
        this.maxBufferedBytes = maxBufferedBytes;
        return this;
    }

    /**
     * Sets whether held connections do without Netty's channels where possible: on Linux with epoll, without TLS. That
     * takes a fraction of the memory and time. Default true; false holds every connection on its channel.
     */
    public NettyHostBuilder dense(boolean dense) {
        this.transport = IoTransport.best(dense);
        return this;
    }

    /**
     * Serves over TLS 1.2 and 1.3, with HTTP/2 for clients that offer it (ALPN), instead of in the clear. Every
     * connection is then held on its channel. The files are checked every ten seconds: a new certificate is used for
     * new connections; if there is a problem with it, that is logged and the old certificate stays. Clients cannot
     * renegotiate.
     *
     * @param certificate PEM: the certificate, followed by its issuers up to an authority that clients know
     * @param key PEM: the certificate's private key, PKCS#8, not encrypted
     * @param timer schedules the checks of the files
     */
    public NettyHostBuilder tls(Path certificate, Path key, Timer timer) {
        return tls(certificate, key, timer, ForkJoinPool.commonPool());
    }

    /** Does the same, reading the files on this executor. */
    NettyHostBuilder tls(Path certificate, Path key, Timer timer, Executor reader) {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(timer, "timer");
        this.tls = () -> CertificateFiles.open(certificate, key, timer, reader, nativeTls);
        return this;
    }

    /**
     * Sets whether TLS uses BoringSSL on platforms for which {@code io.netty:netty-tcnative-boringssl-static} is on the
     * class path. A handshake then takes a fraction of the processor time. Otherwise Java's own TLS is used. Default
     * true.
     */
    public NettyHostBuilder nativeTls(boolean nativeTls) {
        this.nativeTls = nativeTls;
        return this;
    }

    /** Sets the transport, so that tests can cover all of them. */
    NettyHostBuilder transport(IoTransport transport) {
        this.transport = transport;
        return this;
    }

    /**
     * Starts the host. Blocks until the port is bound.
     *
     * @throws IllegalArgumentException when a setting is out of range, or the certificate or key cannot be used; the
     *     message names the setting
     * @throws PortUnavailableException when the port cannot be bound; the message names the port and the fix
     */
    public NettyHost start() {
        Limits limits = new Limits(requestTimeout, idleTimeout, maxPendingConnections, maxBufferedBytes);
        InetSocketAddress bind = address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
        if (bind.isUnresolved()) {
            throw new IllegalArgumentException(
                    "address: " + address + " (expected: a name or address of this machine)");
        }
        CertificateFiles certificate = tls == null ? null : tls.get();
        IoTransport io = certificate != null && transport == IoTransport.DENSE ? IoTransport.EPOLL : transport;
        return NettyHost.start(new ListenSettings(io, eventLoops, bind, backlog), contract, limits, certificate);
    }

    private static int between(int value, int min, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.NettyHostBuilder;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.RollcallStartException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The dense host on a port of its own, in the application's process. Both ports serve the same contract, so tabs on either
 * are counted together and receive the same commands. Starts after the web server and stops before it. Thread-safe.
 */
public final class NettyPort implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(NettyPort.class);
    private static final int MAX_PORT = 65_535;

    private final NettyHostBuilder builder;
    private final int port;
    private final Duration grace;
    private volatile @Nullable NettyHost host;

    NettyPort(Protocol protocol, int port, @Nullable String address, Duration grace) {
        if (port < 1 || port > MAX_PORT) {
            throw new RollcallStartException(
                    "rollcall.netty.port: " + port + " (expected: 1 to 65535)",
                    "Set rollcall.netty.port to a free port, or leave it out to serve tabs only on the application's own"
                            + " port.",
                    null);
        }
        this.port = port;
        this.grace = grace;
        builder = NettyHost.builder(protocol).port(port);
        if (address != null && !address.isBlank()) {
            builder.address(address);
        }
    }

    /** Returns the port, 1 to 65535. */
    public int port() {
        return port;
    }

    @Override
    public void start() {
        try {
            host = builder.start();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new RollcallStartException(
                    "rollcall.netty.port: " + port + " cannot be listened on.",
                    "Stop the program that uses the port, or set rollcall.netty.port and rollcall.netty.address to a free port and an"
                            + " address of this machine.",
                    e);
        }
        LOG.info("Tabs are also served on port {} ({})", port, host.transport());
    }

    @Override
    public void stop() {
        CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
        stop(() -> stopped.complete(null));
        stopped.join();
    }

    @Override
    public void stop(Runnable callback) {
        NettyHost stopping = host;
        host = null;
        if (stopping == null) {
            callback.run();
        } else {
            var unused = stopping.drain(grace).whenComplete((done, failure) -> callback.run());
        }
    }

    @Override
    public boolean isRunning() {
        return host != null;
    }

    /** Returns false: a contract that has sent its tabs away admits no tab again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Returns the phase that is started last and stopped first. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.NettyHostBuilder;
import dev.rollcall.netty.NettySettings;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.spring.RollcallStartException;
import dev.rollcall.spring.settings.DashboardSettings;
import dev.rollcall.spring.settings.StarterSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The dense host on a port of its own, in the application's process. Both ports serve the same contract, so tabs on either
 * are counted together and receive the same commands. Starts after the web server and stops before it. Thread-safe.
 */
final class NettyPort implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(NettyPort.class);
    private static final String ALL_ADDRESSES = "*";

    private final NettyHostBuilder builder;
    private final int port;
    private final Duration grace;
    private final boolean rolesOpenDashboard;
    private volatile @Nullable NettyHost host;

    NettyPort(
            Protocol protocol,
            SettingValues settings,
            Timer timer,
            Duration grace,
            Consumer<NettyHostBuilder> customizers) {
        rolesOpenDashboard = DashboardSettings.read(settings) != null;
        this.port = settings.value(StarterSettings.NETTY_PORT);
        this.grace = grace;
        builder = NettyHost.builder(protocol).port(port);
        NettySettings.apply(settings, builder, timer);
        String address = settings.value(StarterSettings.NETTY_ADDRESS);
        if (!address.equals(ALL_ADDRESSES)) {
            builder.address(address);
        }
        customizers.accept(builder);
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
        if (rolesOpenDashboard) {
            LOG.info(
                    "Port {} does not know the application's sign-in: the dashboard needs a secret there, and the roles of"
                            + " rollcall.dashboard apply only on the application's own port.",
                    port);
        }
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

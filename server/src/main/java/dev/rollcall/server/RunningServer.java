// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.netty.NettyHostBuilder;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.server.metrics.Metrics;
import dev.rollcall.server.settings.Secrets;
import dev.rollcall.server.settings.ServerSettings;
import dev.rollcall.server.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** All parts of the server, started. Started, drained and closed by one thread. */
final class RunningServer implements AutoCloseable {

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final Metrics metrics = new Metrics();
    private final ConfiguredAuthorizers authorizers;
    private final Rollcall rollcall;
    private final Protocol protocol;
    private final NettyHost host;
    private final int maxConnections;

    private RunningServer(Settings settings, String adminSecret, Headroom headroom, Mode mode) {
        SystemTimer timer = new SystemTimer();
        closers.push(timer::close);
        closers.push(metrics::close);
        AdminSecrets secrets = Secrets.of(settings, adminSecret);
        maxConnections = Wiring.maxConnections(settings, headroom);
        authorizers = ConfiguredAuthorizers.of(settings, secrets, timer);
        rollcall = Wiring.rollcall(settings, authorizers, metrics.telemetry(), timer);
        closers.push(rollcall::close);
        metrics.subscribers(rollcall.internals().statsFeed()::subscribers);
        protocol = new Protocol(
                rollcall,
                Wiring.options(settings, secrets, maxConnections)
                        .metrics(metrics::text)
                        .pages(mode.pages(rollcall, settings))
                        .build());
        closers.push(protocol::close);
        host = listen(settings, headroom, timer);
        metrics.host(host.transport());
        closers.push(host::close);
    }

    private NettyHost listen(Settings settings, Headroom headroom, Timer timer) {
        try {
            NettyHostBuilder builder = NettyHost.builder(protocol)
                    .port(settings.value(ServerSettings.PORT))
                    .maxPendingConnections(headroom.pendingConnections());
            Path certificate = settings.find(ServerSettings.TLS_CERTIFICATE);
            Path key = settings.find(ServerSettings.TLS_KEY);
            if (certificate != null && key != null) {
                builder.tls(certificate, key, timer);
            }
            String address = settings.value(ServerSettings.HOST);
            return (address.equals("*") ? builder : builder.address(address)).start();
        } catch (IllegalStateException | IllegalArgumentException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts to listen; throws {@link IllegalStateException} when the port cannot be had, and
     * {@link IllegalArgumentException} when a certificate or key does not serve.
     */
    static RunningServer start(Settings settings, String adminSecret, Headroom headroom, Mode mode) {
        return new RunningServer(settings, adminSecret, headroom, mode);
    }

    /** The port in use, also where any was asked for. */
    int port() {
        return host.port();
    }

    /** How it reaches the sockets, in a word. */
    String transport() {
        return host.transport();
    }

    /** How many tabs may come. */
    int maxConnections() {
        return maxConnections;
    }

    /** Who is connected. */
    Rollcall rollcall() {
        return rollcall;
    }

    /** Does what could wait until the port is open. Once. */
    void settleIn() {
        metrics.watchProcess();
    }

    /** The path of a link that signs one person in to the dashboard, once. */
    String signInLink() {
        return protocol.signInLink();
    }

    /** What lets a person see stats, in words. */
    String whoMaySeeStats() {
        return authorizers.names();
    }

    /** Sends everybody away in order; returns when all have gone or the grace is over. */
    void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.time.Duration;

/**
 * Rollcall in three steps: {@link Rollcall} knows who is connected, {@link Protocol} speaks the wire contract for it, and
 * a host (here Netty) puts that on a port. Thread-safe.
 */
public final class Site implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Rollcall rollcall;
    private final Protocol protocol;
    private final NettyHost host;

    private Site(Rollcall rollcall, Protocol protocol, NettyHost host) {
        this.rollcall = rollcall;
        this.protocol = protocol;
        this.host = host;
    }

    /**
     * Starts it.
     *
     * @param port where to listen on loopback; 0 takes a free port
     * @param version the build that is in force
     * @param adminSecret opens the admin endpoints for curl and CI; at least 8 characters
     * @param sessions who is signed in, by session id: whatever your application has
     * @param whenMigrated runs each time the last tab on another build has gone
     */
    public static Site start(int port, String version, String adminSecret, Sessions sessions, Runnable whenMigrated) {
        Rollcall rollcall = Rollcall.builder()
                .currentVersion(version)
                .ipTracking(IpTracking.TRUNCATED)
                .listener(new Welcome())
                .listener(new MigrationWatch(version, whenMigrated))
                .statsAuthorizer(new AdminsOnly(sessions))
                .build();
        Protocol protocol = new Protocol(
                rollcall,
                ProtocolOptions.builder()
                        .secrets(AdminSecrets.builder()
                                .admin("operations", adminSecret)
                                .build())
                        .build());
        NettyHost host =
                NettyHost.builder(protocol).address("127.0.0.1").port(port).start();
        return new Site(rollcall, protocol, host);
    }

    /** What to ask who is connected. */
    public Rollcall rollcall() {
        return rollcall;
    }

    /** Where it listens. */
    public int port() {
        return host.port();
    }

    /** Tells every tab when to come back, closes them, and lets go of all threads. */
    @Override
    public void close() {
        host.drain(GRACE).toCompletableFuture().join();
        protocol.close();
        rollcall.close();
    }
}

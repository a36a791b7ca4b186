// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import dev.rollcall.core.Rollcall;
import dev.rollcall.netty.NettyHost;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import java.time.Duration;

/**
 * A site with Rollcall in three steps: {@link Rollcall} knows who is connected, {@link Protocol} speaks the wire contract
 * for it, and a host (here Netty) serves it on a port. Thread-safe.
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
     * Starts the site.
     *
     * @param port the port to listen on, on loopback; 0 takes a free port
     * @param version the current version
     * @param adminSecret the secret that opens the admin endpoints for curl and CI; at least 8 characters
     * @param sessions your application's session store, which knows who is signed in
     * @param whenMigrated an action that runs each time the last tab on another build has gone
     */
    public static Site start(int port, String version, String adminSecret, Sessions sessions, Runnable whenMigrated) {
        Rollcall rollcall = Rollcall.builder()
                .currentVersion(version)
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
                        .set(ContractSettings.IP_TRACKING, IpTracking.TRUNCATED)
                        .build());
        NettyHost host =
                NettyHost.builder(protocol).address("127.0.0.1").port(port).start();
        return new Site(rollcall, protocol, host);
    }

    /** Returns the object that knows who is connected. */
    public Rollcall rollcall() {
        return rollcall;
    }

    /** Returns the port that the site listens on. */
    public int port() {
        return host.port();
    }

    /** Sends every tab a time to come back, closes them, and releases all threads. */
    @Override
    public void close() {
        host.drain(GRACE).toCompletableFuture().join();
        protocol.close();
        rollcall.close();
    }
}

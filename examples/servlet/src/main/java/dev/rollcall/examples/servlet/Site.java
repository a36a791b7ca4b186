// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.options.UserResolver;
import dev.rollcall.servlet.ServletHost;
import java.time.Duration;
import java.util.Map;

/**
 * A site with Rollcall in three steps: {@link Rollcall} knows who is connected, {@link Protocol} speaks the wire
 * contract for it, and {@link ServletHost} serves it in a servlet container. Thread-safe.
 */
public final class Site implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Rollcall rollcall;
    private final Protocol protocol;
    private final ServletHost host;
    private final Container container;

    private Site(Rollcall rollcall, Protocol protocol, ServletHost host, Container container) {
        this.rollcall = rollcall;
        this.protocol = protocol;
        this.host = host;
        this.container = container;
    }

    /**
     * Starts the site.
     *
     * @param starter starts Jetty or Tomcat
     * @param port where to listen on loopback; 0 takes a free port
     * @param adminSecret opens the admin endpoints for curl and CI; at least 8 characters
     * @throws Exception the container's own, when it cannot start
     */
    public static Site start(Container.Starter starter, int port, String adminSecret) throws Exception {
        Rollcall rollcall = Rollcall.builder()
                .currentVersion("build-1")
                .statsAuthorizer(StatsAuthorizer.byIdentity())
                .build();
        Protocol protocol = new Protocol(
                rollcall,
                ProtocolOptions.builder()
                        .userResolver(UserResolver.byIdentity())
                        .secrets(AdminSecrets.builder()
                                .admin("operations", adminSecret)
                                .build())
                        .build());
        ServletHost host =
                ServletHost.builder(protocol).identity(new ContainerIdentity()).build();
        Container container = starter.start(port, Map.of("/__skew/*", host, "/", new PageServlet()));
        return new Site(rollcall, protocol, host, container);
    }

    /** Returns the object that knows who is connected. */
    public Rollcall rollcall() {
        return rollcall;
    }

    /** Returns the port it listens on. */
    public int port() {
        return container.port();
    }

    /** Tells every tab when to come back, closes them, and stops the container. */
    @Override
    public void close() {
        host.drain(GRACE).toCompletableFuture().join();
        protocol.close();
        rollcall.close();
        container.close(); // Last: Tomcat warns about threads that are still there.
    }
}

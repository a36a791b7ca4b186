// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servlet host alone in an embedded Jetty with its defaults, as an application's own would be. */
final class JettyHost implements RunningHost {

    /** The contract's clock stands still in the suites, so the host's own must find the tabs that left, soon. */
    private static final Duration PROBE = Duration.ofMillis(100);

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final ServletHost host;

    private JettyHost(Protocol protocol) {
        host = new ServletHost(protocol, RequestInsight.none(), PROBE);
    }

    static JettyHost start(Protocol protocol) throws Exception {
        JettyHost started = new JettyHost(protocol);
        started.connector.setHost("127.0.0.1");
        started.jetty.addConnector(started.connector);
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        ServletHolder servlet = new ServletHolder(started.host);
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/");
        started.jetty.setHandler(context);
        started.jetty.start();
        return started;
    }

    @Override
    public Set<Leeway> leeway() {
        return Set.of(Leeway.A_WRITER_MAY_NOT_SEE_THE_CODE);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        host.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

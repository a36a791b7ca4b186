// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import jakarta.servlet.http.HttpServlet;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A plain Jetty 12 with Jakarta WebSocket. */
final class JettyContainer implements Container {

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    private JettyContainer() {}

    /** Starts Jetty; see {@link Container.Starter#start}. */
    static Container start(int port, Map<String, ? extends HttpServlet> servlets) throws Exception {
        JettyContainer started = new JettyContainer();
        started.connector.setHost("127.0.0.1");
        started.connector.setPort(port);
        started.jetty.addConnector(started.connector);
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        servlets.forEach((mapping, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true); // Rollcall holds no thread for a tab.
            context.addServlet(holder, mapping);
        });
        started.jetty.setHandler(context);
        started.jetty.start();
        return started;
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not stop", e);
        }
    }
}

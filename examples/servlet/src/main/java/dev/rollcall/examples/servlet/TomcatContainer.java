// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.servlet;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** A plain Tomcat 11 with Jakarta WebSocket. */
final class TomcatContainer implements Container {

    private final Tomcat tomcat = new Tomcat();
    private final AtomicBoolean closed = new AtomicBoolean();

    private TomcatContainer() {}

    /** Starts Tomcat; see {@link Container.Starter#start}. */
    static Container start(int port, Map<String, ? extends HttpServlet> servlets)
            throws IOException, LifecycleException {
        TomcatContainer started = new TomcatContainer();
        Path folder = Files.createTempDirectory("tomcat");
        folder.toFile().deleteOnExit();
        started.tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(port);
        started.tomcat.setConnector(connector);
        Context context = started.tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(new WsSci(), null);
        servlets.forEach((mapping, servlet) -> {
            Tomcat.addServlet(context, mapping, servlet).setAsyncSupported(true); // Rollcall holds no thread for a tab.
            context.addServletMappingDecoded(mapping, mapping);
        });
        started.tomcat.start();
        return started;
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return; // Unlike Jetty, Tomcat refuses to stop twice.
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat does not stop", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.testkit.RunningHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** The servlet host alone in an embedded Tomcat with its defaults, as an application's own would be. */
final class TomcatHost implements RunningHost {

    /** The contract's clock stands still in the suites, so the host's own must find the tabs that left, soon. */
    private static final Duration PROBE = Duration.ofMillis(100);

    private final Tomcat tomcat = new Tomcat();
    private final ServletHost host;
    private boolean closed;

    private TomcatHost(Protocol protocol) {
        host = new ServletHost(protocol, RequestInsight.none(), PROBE);
    }

    static TomcatHost start(Protocol protocol) throws IOException, LifecycleException {
        TomcatHost started = new TomcatHost(protocol);
        Path folder = Files.createTempDirectory("rollcall-tomcat");
        folder.toFile().deleteOnExit();
        started.tomcat.setBaseDir(folder.toString());
        Connector connector = new Connector();
        connector.setProperty("address", "127.0.0.1");
        connector.setPort(0);
        started.tomcat.setConnector(connector);
        Context context = started.tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(new WsSci(), null);
        Wrapper servlet = Tomcat.addServlet(context, "rollcall", started.host);
        servlet.setAsyncSupported(true);
        context.addServletMappingDecoded("/", "rollcall");
        started.tomcat.start();
        return started;
    }

    @Override
    public Set<Leeway> leeway() {
        return Set.of(Leeway.CONNECT_IS_501, Leeway.FRAMES_ARE_MEASURED_AS_THEY_COME);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void drain(Duration grace) {
        host.drain(grace).toCompletableFuture().join();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        host.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}

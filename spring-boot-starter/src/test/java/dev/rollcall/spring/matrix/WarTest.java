// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.spring.matrix.SessionsTest.Sessions;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.SpringServletContainerInitializer;

/** An application that is deployed to a servlet container which Boot has not started. */
class WarTest {

    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        LOG.list.clear();
        LOG.start();
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(LOG);
    }

    /** A container with the application at a path. */
    private enum Container {
        TOMCAT {
            @Override
            Deployed deploy(Path folder, String path, boolean webSockets) throws Exception {
                Tomcat tomcat = new Tomcat();
                tomcat.setBaseDir(folder.toString());
                Connector connector = new Connector();
                connector.setProperty("address", "127.0.0.1");
                connector.setPort(0);
                tomcat.setConnector(connector);
                Context context = tomcat.addContext(path, folder.toString());
                context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(War.class));
                if (webSockets) {
                    context.addServletContainerInitializer(new WsSci(), null);
                }
                tomcat.start();
                return new Deployed(connector.getLocalPort(), path, context::stop, () -> {
                    tomcat.stop();
                    tomcat.destroy();
                });
            }
        },
        JETTY {
            @Override
            Deployed deploy(Path folder, String path, boolean webSockets) throws Exception {
                Server jetty = new Server();
                ServerConnector connector = new ServerConnector(jetty);
                connector.setHost("127.0.0.1");
                jetty.addConnector(connector);
                ServletContextHandler context =
                        new ServletContextHandler(path.isEmpty() ? "/" : path, ServletContextHandler.SESSIONS);
                context.addServletContainerInitializer(new SpringServletContainerInitializer(), War.class);
                if (webSockets) {
                    JakartaWebSocketServletContainerInitializer.configure(context, null);
                }
                jetty.setHandler(context);
                jetty.start();
                return new Deployed(connector.getLocalPort(), path, context::stop, jetty::stop);
            }
        };

        abstract Deployed deploy(Path folder, String path, boolean webSockets) throws Exception;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    /**
     * A running container.
     *
     * @param path the path of the application; empty for the root
     * @param undeploy removes the application from the container
     * @param stop ends it
     */
    private record Deployed(int port, String path, Action undeploy, Action stop) implements AutoCloseable {

        TabDriver tabs() {
            return new TabDriver(new Http(port), path + "/__skew");
        }

        @Override
        public void close() {
            try {
                stop.run();
            } catch (Exception e) {
                throw new AssertionError("the container does not stop", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("everything tabs need works, and they are told when to come back when the application is undeployed")
    void served(Container container) throws Exception {
        Set<Thread> before = threads();
        try (Deployed war = container.deploy(folder, "/shop", true)) {
            war.tabs().drive();
            List<Tab> held = Stream.of("websocket", "sse").map(war.tabs()::open).toList();
            war.undeploy.run();
            held.forEach(tab -> assertThat(tab.next("reconnect").isObject()).isTrue());
            held.forEach(Tab::end);
            assertThat(warnings()).singleElement().asString().contains("WarCheck", "Spring Session");
            eventually(() -> assertThat(threads()).isSubsetOf(before));
        }
    }

    /** The threads of Rollcall. Other tests of this process may have left some. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rollcall-"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("as the warning says, polling counts as use of a session there")
    void sessions(Container container) throws Exception {
        try (Deployed war = container.deploy(folder, "", true)) {
            Http http = war.tabs().http();
            String cookie = SessionsTest.signIn(http);
            String id = http.get("/session", "Cookie", cookie).body();
            long before = Long.parseLong(http.get("/open/used/" + id).body());
            PollingTab tab = PollingTab.open(http, "/__skew", "?version=v2", "Cookie", cookie);
            eventually(() -> {
                assertThat(tab.ask().status()).isEqualTo(200);
                assertThat(Long.parseLong(http.get("/open/used/" + id).body())).isGreaterThan(before);
            });
            war.tabs().leave(tab);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in a container without Jakarta WebSocket the start says so, and tabs use the other transports")
    void withoutWebSockets(Container container) throws Exception {
        try (Deployed war = container.deploy(folder, "/shop", false)) {
            assertThat(lines(Level.INFO))
                    .filteredOn(line -> line.contains("no Jakarta WebSocket"))
                    .hasSize(1);
            war.tabs().drive(List.of("sse", "polling"));
        }
    }

    private static List<String> warnings() {
        return lines(Level.WARN);
    }

    private static List<String> lines(Level level) {
        return List.copyOf(LOG.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    /** What a war has instead of a main method. */
    public static final class War extends SpringBootServletInitializer {

        @Override
        protected SpringApplicationBuilder configure(SpringApplicationBuilder application) {
            String[] properties = Stream.of(Site.Server.TOMCAT.arguments(
                            "--rollcall.stats.role=ADMIN", "--logging.level.dev.rollcall=INFO"))
                    .map(argument -> argument.substring("--".length()))
                    .toArray(String[]::new);
            return application
                    .sources(Site.App.class, Sessions.class)
                    .properties(properties)
                    .initializers(context -> root().addAppender(LOG));
        }
    }
}

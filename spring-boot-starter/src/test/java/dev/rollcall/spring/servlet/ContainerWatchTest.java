// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.client.RawSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged and measured when tabs hold most of the container's connections. */
class ContainerWatchTest {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ContainerWatch.class);

    /** Listens to the log after the start: Boot sets logging up again, without earlier appenders. */
    private TestApplication start(String... properties) {
        TestApplication app = TestApplication.start(properties);
        log.start();
        logger.addAppender(log);
        return app;
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    @DisplayName("at 80 % of Tomcat's limit there is one warning, and another only after many tabs have left")
    void warnsOncePerCrossing() {
        try (TestApplication app = start("--server.tomcat.max-connections=50", "--rollcall.limits.connections=50")) {
            List<RawSocket> tabs = new ArrayList<>();
            hold(app, tabs, 39);
            assertThat(warnings()).isEmpty();
            hold(app, tabs, 42);
            assertThat(warnings()).hasSize(1);
            assertThat(warnings().get(0))
                    .contains("40 tabs", "80 % of server.tomcat.max-connections (50)", "raise", "rollcall.netty.port");
            leave(app, tabs, 37);
            hold(app, tabs, 42);
            assertThat(warnings()).as("only a few have left").hasSize(1);
            leave(app, tabs, 30);
            hold(app, tabs, 41);
            assertThat(warnings()).hasSize(2);
            tabs.forEach(RawSocket::reset);
        }
    }

    @Test
    @DisplayName("a limit on tabs below the container's is the one that is watched")
    void ownLimit() {
        try (TestApplication app = start("--rollcall.limits.connections=10")) {
            List<RawSocket> tabs = new ArrayList<>();
            hold(app, tabs, 8);
            assertThat(warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "8 tabs",
                            "80 % of rollcall.limits.connections (10)",
                            "server.tomcat.max-connections (8192)",
                            "rollcall.netty.port");
            tabs.forEach(RawSocket::reset);
        }
    }

    @Test
    @DisplayName("the numbers are meters of the application")
    void meters() {
        try (TestApplication app = start("--server.tomcat.max-connections=60")) {
            List<RawSocket> tabs = new ArrayList<>();
            hold(app, tabs, 3);
            var registry = app.context().getBean(io.micrometer.core.instrument.MeterRegistry.class);
            assertThat(registry.get("rollcall.container.connections").gauge().value())
                    .isEqualTo(3);
            assertThat(registry.get("rollcall.container.connections.max")
                            .gauge()
                            .value())
                    .isEqualTo(60);
            tabs.forEach(RawSocket::reset);
        }
    }

    private static void hold(TestApplication app, List<RawSocket> tabs, int count) {
        while (tabs.size() < count) {
            tabs.add(app.held(tabs.size() % 2 == 0 ? SSE : WS));
        }
        app.awaitTotal(count);
    }

    private static void leave(TestApplication app, List<RawSocket> tabs, int count) {
        while (tabs.size() > count) {
            tabs.remove(tabs.size() - 1).reset();
        }
        eventually(() -> assertThat(app.host().heldConnections().count()).isEqualTo(count));
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.WebSocketTab;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * What users of SseEmitter complain about, one test each, with Spring Security in all of them. The sizes are small here;
 * docs/spring-boot.md shows how to run them at full size.
 */
class ComplaintsTest {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";
    private static final Message NEWS = Message.of("news", Map.of("text", "x".repeat(2_000)));

    /** How much the heap varies anyway: Tomcat keeps some hundred processors of 83 KB. */
    private static final long NOISE_BYTES = 16_000_000;

    /** Less than the smallest object that could leak. */
    private static final long BYTES_PER_TAB = 12;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT,own", "TOMCAT,boot", "JETTY,own", "JETTY,boot"})
    @DisplayName("a hundred clients that are cut off leave no WARN or ERROR line, and no 'Access Denied' on a dispatch")
    void cutOff(Container container, String chain) {
        try (TestApplication app = started(container, "--test.chain=" + chain)) {
            List<RawSocket> tabs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tabs.add(app.held(i % 2 == 0 ? SSE : WS));
            }
            app.awaitTotal(100);
            for (int i = 0; i < tabs.size(); i++) {
                if (i % 4 < 2) {
                    tabs.get(i).reset();
                } else {
                    tabs.get(i).close();
                }
                app.rollcall().send(Target.all(), NEWS);
            }
            app.awaitTotal(0);
            eventually(() -> assertThat(app.host().streams()).isZero());
            assertThat(warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("requests that break off in the middle of a body leave no WARN or ERROR line, and are not held")
    void brokenBodies(Container container) {
        try (TestApplication app = started(container)) {
            for (int i = 0; i < 4; i++) {
                RawSocket socket = RawSocket.connect(app.port());
                socket.request("POST", "/__skew/route", "Content-Type", "application/json", "Content-Length", "100");
                socket.send("{");
                if (i % 2 == 0) {
                    socket.reset();
                } else {
                    socket.finishWriting();
                    assertThat(socket.statusOrClosed()).isIn(0, 400, 408);
                }
            }
            assertThat(WebSocketTab.open(app.http(), WS).fence()).isEmpty();
            assertThat(warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tabs that leave before they are answered leave no WARN or ERROR line, and are not counted")
    void gone(Container container) {
        try (TestApplication app = started(container)) {
            for (int i = 0; i < 500; i++) {
                RawSocket tab = RawSocket.connect(app.port());
                if (i % 4 == 0) {
                    tab.request("GET", SSE);
                } else {
                    tab.upgrade(WS);
                }
                tab.reset();
            }
            assertThat(WebSocketTab.open(app.http(), WS).fence()).isEmpty();
            app.awaitTotal(1);
            assertThat(warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tabs that come and go by the thousand leave nothing behind")
    void leak(Container container) {
        int cycles = Integer.getInteger("rollcall.test.cycles", 2_000);
        try (TestApplication app = started(container)) {
            comeAndGo(app, cycles);
            long before = usedBytes();
            comeAndGo(app, cycles);
            long grown = usedBytes() - before;
            assertThat(app.host().streams()).isZero();
            assertThat(app.rollcall().internals().hub().size()).isZero();
            assertThat(grown).as("growth of the heap in bytes").isLessThan(NOISE_BYTES + cycles * BYTES_PER_TAB);
            assertThat(warnings()).isEmpty();
            print(
                    "%s: after %,d opens and closes, %,d more let the heap grow by %,d bytes",
                    container, cycles, cycles, grown);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tabs that break while many threads write to them cause no deadlock")
    void deadlock(Container container) throws Exception {
        try (TestApplication app = started(container)) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(threads.submit(() -> {
                    for (int sent = 0; sent < 500; sent++) {
                        app.rollcall().send(Target.all(), NEWS);
                    }
                }));
            }
            for (int i = 0; i < 200; i++) {
                RawSocket tab = app.held(i % 2 == 0 ? SSE : WS);
                if (i % 3 != 0) {
                    tab.reset();
                }
            }
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(ManagementFactory.getThreadMXBean().findDeadlockedThreads())
                    .isNull();
            assertThat(WebSocketTab.open(app.http(), WS).fence()).isEmpty();
            assertThat(warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("shutdown with many open streams is graceful, and each of its two phases ends within 5 seconds")
    void shutdown(Container container) throws IOException {
        int streams = Integer.getInteger("rollcall.test.streams", 1_000);
        try (TestApplication app = started(
                        container,
                        "--server.shutdown=graceful",
                        "--rollcall.keepalive=10m", // These tabs answer no pings.
                        "--spring.lifecycle.timeout-per-shutdown-phase=5s",
                        "--server.tomcat.max-connections=20000",
                        "--rollcall.limits.connections=20000",
                        "--logging.level.org.springframework=INFO");
                TabProcess tabs = TabProcess.hold(app.port(), streams)) {
            app.awaitTotal(streams);
            long start = System.nanoTime();
            app.context().close();
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertThat(messages())
                    .as("what Boot logs about its phases")
                    .contains("Graceful shutdown complete")
                    .noneMatch(message -> message.contains("aborted") || message.contains("still running"));
            assertThat(tabs.toldToReconnect()).as("tabs told when to come back").isEqualTo(streams);
            assertThat(warnings()).isEmpty();
            print("%s: shutdown with %,d open streams took %,d ms", container, streams, millis);
        }
    }

    /** Starts the application, and listens to its log from then on: Boot sets logging up again when it starts. */
    private TestApplication started(Container container, String... properties) {
        TestApplication app = container.start(properties);
        log.start();
        root().addAppender(log);
        return app;
    }

    private static void comeAndGo(TestApplication app, int cycles) {
        for (int i = 0; i < cycles; i++) {
            RawSocket tab = RawSocket.connect(app.port());
            if (i % 2 == 0) {
                tab.request("GET", SSE).head();
            } else {
                tab.upgrade(WS).head();
            }
            tab.reset();
        }
        app.awaitTotal(0);
        eventually(() -> assertThat(app.host().streams()).isZero());
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            runtime.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    private List<String> messages() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    /** Prints what a run at full size is for; no assertion depends on it. */
    private static void print(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}

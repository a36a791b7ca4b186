// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring;

import static dev.rollcall.testkit.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.connection.Message;
import dev.rollcall.core.target.Target;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.WebSocketTab;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What users of SseEmitter complain about, one test each. Spring Security is on in all of them. */
class ComplaintsTest {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";
    private static final Message NEWS = Message.of("news", Map.of("text", "x".repeat(2_000)));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
    }

    @Test
    @DisplayName("a hundred clients cut off leave no WARN or ERROR line, and no 'Access Denied' on a dispatch")
    void cutOff() {
        try (TestApplication app = TestApplication.start()) {
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
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    @DisplayName("tabs that come and go by the thousand leave nothing behind")
    void leak() {
        int cycles = Integer.getInteger("rollcall.test.cycles", 2_000);
        try (TestApplication app = TestApplication.start()) {
            comeAndGo(app, cycles);
            long before = usedBytes();
            comeAndGo(app, cycles);
            long grown = usedBytes() - before;
            assertThat(app.host().streams()).isZero();
            assertThat(app.rollcall().hub().size()).isZero();
            assertThat(grown / cycles)
                    .as("bytes kept for each tab that has gone")
                    .isLessThan(2_000);
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    @DisplayName("tabs that break while they are written to from many threads lock up nothing")
    void deadlock() throws Exception {
        try (TestApplication app = TestApplication.start()) {
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
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    @DisplayName("shutdown with many open streams takes under 5 seconds, with graceful shutdown on")
    void shutdown() {
        int streams = Integer.getInteger("rollcall.test.streams", 1_000);
        TestApplication app = TestApplication.start(
                "--server.shutdown=graceful",
                "--server.tomcat.max-connections=20000",
                "--rollcall.limits.connections=20000");
        List<RawSocket> tabs = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            tabs.add(app.held(i % 10 == 0 ? WS : SSE));
        }
        app.awaitTotal(streams);
        long start = System.nanoTime();
        app.context().close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(tabs.get(1).readToEnd()).as("told when to come back").contains("\"reconnect\"");
        app.close();
        assertThat(warnings()).isEmpty();
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

    private List<String> warnings() {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}

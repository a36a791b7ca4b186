// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.RawSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What users of SseEmitter complain about when very many tabs come and go, all with Spring Security. The sizes are
 * small here; docs/spring-boot.md shows how to run them at full size.
 */
class ManyTabsTest extends WatchedLog {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";

    /** A line of the heap histogram: place, instances, bytes, class. */
    private static final Pattern LIVING =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+((?:dev\\.rollcall|org\\.springframework)\\.\\S+).*");

    @ParameterizedTest
    @EnumSource
    @DisplayName("tabs that come and go by the thousand leave nothing behind")
    void leak(Container container) {
        int cycles = Integer.getInteger("rollcall.test.cycles", 2_000);
        try (TestApplication app = started(container)) {
            comeAndGo(app, cycles);
            Map<String, Long> before = living();
            comeAndGo(app, cycles);
            Map<String, Long> grown = living();
            grown.replaceAll((type, count) -> count - before.getOrDefault(type, 0L));
            grown.values()
                    .removeIf(count -> count < cycles / 4); // A leak leaves one for each tab, or for each of a kind.
            assertThat(app.host().streams()).isZero();
            assertThat(app.rollcall().internals().hub().size()).isZero();
            assertThat(grown)
                    .as("classes of which %,d more tabs left instances behind", cycles)
                    .isEmpty();
            assertThat(warnings()).isEmpty();
            print("%s: after %,d opens and closes, %,d more left nothing behind", container, cycles, cycles);
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

    /**
     * Returns how many objects of our classes and Spring's are alive after a full collection, by class. Unlike the size
     * of the heap, these counts do not vary: a container keeps as many processors as it once had concurrent requests.
     */
    private static Map<String, Long> living() {
        Map<String, Long> living = new HashMap<>();
        histogram()
                .lines()
                .map(LIVING::matcher)
                .filter(Matcher::matches)
                .forEach(line -> living.put(line.group(2), Long.parseLong(line.group(1))));
        assertThat(living).as("a histogram that could be read").containsKey("dev.rollcall.core.Rollcall");
        return living;
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this Java has no histogram of the heap", e);
        }
    }

    /** Prints the results that a run at full size is for; no assertion depends on them. */
    private static void print(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.RawSocket;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What users of SseEmitter complain about when very many tabs come and go, with Spring Security in all of it. The sizes are
 * small here; docs/spring-boot.md shows how to run them at full size.
 */
class ManyTabsTest extends WatchedLog {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";

    /** How much the heap varies anyway: Tomcat keeps some hundred processors of 83 KB. */
    private static final long NOISE_BYTES = 16_000_000;

    /** Less than the smallest object that could leak. */
    private static final long BYTES_PER_TAB = 12;

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

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            runtime.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** Prints what a run at full size is for; no assertion depends on it. */
    private static void print(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }
}

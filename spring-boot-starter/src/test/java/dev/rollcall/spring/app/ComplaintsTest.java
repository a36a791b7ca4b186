// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.WebSocketTab;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What users of SseEmitter complain about, one test each, all with Spring Security. The sizes are small here;
 * docs/spring-boot.md shows how to run them at full size.
 */
class ComplaintsTest extends WatchedLog {

    private static final String SSE = "/__skew/sse";
    private static final String WS = "/__skew/ws";
    private static final Message NEWS = Message.of("news", Map.of("text", "x".repeat(2_000)));

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
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R1: leaving in order. */
public abstract class DrainContract extends HostContract {

    /** For hosts. */
    protected DrainContract() {}

    @Test
    @DisplayName("R1: a WebSocket is told reconnect with a time, then closed with 1001")
    void webSocket() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        drain(house);
        assertThat(tab.next("reconnect").path("after").asLong(-1)).isBetween(0L, 60_000L);
        assertThat(tab.end()).isEqualTo(1001);
    }

    @Test
    @DisplayName("R1: an event stream is told reconnect, the same wait by retry:, then ended")
    void sse() {
        TestServer house = house();
        SseTab tab = house.sse("");
        drain(house);
        long after = tab.next("reconnect").path("after").asLong(-1);
        assertThat(after).isNotNegative();
        tab.end();
        assertThat(tab.retryMillis()).isEqualTo(after);
    }

    @Test
    @DisplayName("R1: each tab gets its own time")
    void jitter() {
        TestServer house = house();
        List<Tab> tabs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tabs.add(house.tab(i % 2 == 0 ? Transport.WEBSOCKET : Transport.SSE, ""));
        }
        drain(house);
        Set<Long> times = new HashSet<>();
        tabs.forEach(tab -> times.add(tab.next("reconnect").path("after").asLong()));
        assertThat(times).hasSizeGreaterThan(10);
    }

    @Test
    @DisplayName("R1: draining returns as soon as the last tab has gone, without waiting for the grace to pass")
    void returnsEarly() {
        TestServer house = house();
        house.ws("");
        house.sse("");
        PollingTab polling = house.poll("");
        CompletableFuture<Void> drained =
                CompletableFuture.runAsync(() -> house.host().drain(Duration.ofHours(1)));
        polling.next("reconnect");
        drained.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(house.held()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("R1: while a host drains it refuses new tabs with 503 and Retry-After, or does not accept them at all")
    void refusesNewTabs(Transport transport) {
        TestServer house = house();
        var stuck = house.narrow(); // a tab that never says goodbye keeps the drain going
        stuck.upgrade(house.path("/ws")).head();
        stuck.frame();
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)));
        stuck.frame(); // reconnect: from here on this node admits no tabs, and soon no other node does
        TestServer.eventually(() -> assertThat(house.isLeaving()).isTrue());
        try {
            var answer = house.refused(transport, "");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        } catch (AssertionError e) {
            assertThat(e).hasRootCauseInstanceOf(java.io.IOException.class);
        }
        house.advance(Duration.ofSeconds(10));
        stuck.close();
        draining.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    @DisplayName("R1: a tab that does not follow is cut off when the grace is over")
    void graceEnds() {
        TestServer house = house();
        var stuck = house.narrow();
        stuck.upgrade(house.path("/ws")).head();
        stuck.frame();
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)));
        stuck.frame();
        house.advance(Duration.ofSeconds(11));
        draining.orTimeout(60, TimeUnit.SECONDS).join();
        house.host().close();
        stuck.drainToEnd();
    }

    /** A lease holds no connection, so nothing can be pushed to it: the tab learns at its next poll. */
    @Test
    @DisplayName("R1: a polling tab gets, by its next poll within the grace, what was sent to it and when to come back")
    void polling() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.rollcall().send(Target.all(), Message.of("before", Map.of()));
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofHours(1)));
        TestServer.eventually(
                () -> assertThat(house.get("/health/ready").status()).isEqualTo(503));
        assertThat(house.rollcall()
                        .send(Target.all(), Message.of("meanwhile", Map.of()))
                        .matched())
                .isEqualTo(1);
        assertThat(tab.next("before").path("type").asString()).isEqualTo("before");
        assertThat(List.of(tab.next(), tab.next()))
                .extracting(message -> message.path("type").asString())
                .containsExactlyInAnyOrder("meanwhile", "reconnect");
        draining.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(house.held()).isZero();
    }

    @Test
    @DisplayName("R1: a drain waits for polling tabs that do not come no longer than the grace")
    void pollingTabsThatDoNotCome() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)));
        TestServer.eventually(() -> {
            assertThat(house.get("/health/ready").status()).isEqualTo(503);
            assertThat(house.isLeaving()).as("the node that has the tab too").isTrue();
        });
        house.advance(Duration.ofSeconds(11));
        draining.orTimeout(60, TimeUnit.SECONDS).join();
        house.host().close();
        try {
            var answer = tab.ask();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        } catch (AssertionError e) {
            assertThat(e).hasRootCauseInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    @DisplayName("an empty host drains at once")
    void empty() {
        TestServer house = house();
        CompletableFuture.runAsync(() -> house.host().drain(Duration.ofHours(1)))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(house.held()).isZero();
    }

    @Test
    @DisplayName("closing twice, even after draining, does nothing more")
    void closeTwice() {
        TestServer house = house();
        house.ws("");
        drain(house);
        house.host().close();
        house.host().close();
        assertThat(house.held()).isZero();
    }

    private static void drain(TestServer house) {
        CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}

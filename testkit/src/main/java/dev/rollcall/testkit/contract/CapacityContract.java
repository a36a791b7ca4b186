// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S5 and R11: how many tabs may come in. */
public abstract class CapacityContract extends HostContract {

    private static final String LIMITS = "each process counts for its own limits";

    private static final String[] STRANGER = {"X-Forwarded-For", "203.0.113.9"};

    /** For hosts. */
    protected CapacityContract() {}

    @OneProcess(LIMITS)
    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S5: over capacity a newcomer gets 503 with Retry-After, and no live tab is evicted")
    void overCapacity(Transport transport) {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 3));
        List<Tab> inside = List.of(house.ws(""), house.sse(""), house.ws(""));
        Answer answer = house.refused(transport, "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(retryAfter(answer)).isBetween(1, 120);
        assertThat(house.rollcall().stats().total()).isEqualTo(3);
        assertThat(inside).noneMatch(Tab::hasEnded);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: Retry-After is jittered, so that those refused together do not come back together")
    void jitter() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        house.ws("");
        Set<Integer> waits = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            waits.add(retryAfter(house.refused(Transport.SSE, "")));
        }
        assertThat(waits).hasSizeGreaterThan(2);
    }

    @OneProcess(LIMITS)
    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S5: when a tab leaves there is room again")
    void roomAgain(Transport transport) {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        house.tab(transport, "").close();
        TestServer.eventually(() -> {
            house.advance(Duration.ofSeconds(60)); // a polling tab leaves by its lease
            assertThat(house.rollcall().stats().total()).isZero();
        });
        TestServer.eventually(() -> house.tab(transport, ""));
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("S5: a handshake that fails keeps no place")
    void failedHandshakes() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 2));
        for (int i = 0; i < 20; i++) {
            house.refused(Transport.SSE, "?version=" + "x".repeat(200));
            house.raw()
                    .request(
                            "GET",
                            house.path("/ws"),
                            "Connection",
                            "Upgrade",
                            "Upgrade",
                            "websocket",
                            "Sec-WebSocket-Version",
                            "8",
                            "Sec-WebSocket-Key",
                            "dGhlIHNhbXBsZSBub25jZQ==")
                    .head();
        }
        house.ws("");
        house.sse("");
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: one address may hold a limited number; other addresses are not affected")
    void perAddress() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS, 2));
        house.ws("", STRANGER);
        house.sse("", STRANGER);
        Answer answer = house.refused(Transport.SSE, "", STRANGER);
        assertThat(answer.status()).isIn(429, 503);
        assertThat(retryAfter(answer)).isPositive();
        house.sse("", "X-Forwarded-For", "203.0.113.10");
        assertThat(house.rollcall().stats().total()).isEqualTo(3);
    }

    @Test
    @DisplayName("S5: the limits per address are off for sockets of loopback and private ranges")
    void exempt() {
        TestServer house = house(setup ->
                setup.set(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS, 2).set(LimitSettings.CONNECT_RATE_PER_ADDRESS, 2));
        for (int i = 0; i < 10; i++) {
            house.sse("");
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(10);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: one address may open a limited number of tabs a second; a second later it may again")
    void ratePerAddress() {
        TestServer house = house(setup -> setup.set(LimitSettings.CONNECT_RATE_PER_ADDRESS, 5));
        for (int i = 0; i < 5; i++) {
            house.poll("", STRANGER);
        }
        assertThat(house.refused(Transport.SSE, "", STRANGER).status()).isIn(429, 503);
        house.tick();
        house.sse("", STRANGER);
        assertThat(house.rollcall().stats().total()).isEqualTo(6);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: all addresses together may open a limited number of tabs a second")
    void rate() {
        TestServer house = house(setup -> setup.set(LimitSettings.CONNECT_RATE, 5));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            statuses.add(house.get("/poll").status());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 503, 503, 503);
        house.tick();
        assertThat(house.get("/poll").status()).isEqualTo(200);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: a lease is renewed even when there is no room for newcomers")
    void renewedWhenFull() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        var tab = house.poll("");
        assertThat(house.refused(Transport.POLLING, "").status()).isEqualTo(503);
        assertThat(tab.ask().status()).isEqualTo(200);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("S5: a tab that resumes takes its own place, even if there is no other and its old connection stands")
    void resumedWhenFull() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        Tab first = house.sse("");
        Tab second = house.ws("?resume=" + first.connectionId());
        Tab third = house.sse("?resume=" + second.connectionId());
        Tab fourth = house.poll("?version=v1&resume=" + third.connectionId());
        assertThat(house.isOpen(fourth.id())).isTrue();
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        assertThat(house.get("/poll").status()).isEqualTo(503);
    }

    @OneProcess(LIMITS)
    @Test
    @DisplayName("R11: at capacity the server is not ready for more, but alive")
    void readiness() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        assertThat(house.get("/health/ready").status()).isEqualTo(200);
        house.ws("");
        assertThat(house.get("/health/ready").status()).isEqualTo(503);
        assertThat(house.get("/health").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("S6: versions and routes shown by name are bounded, the rest is (other), and totals stay exact")
    void distinct() {
        TestServer house =
                house(setup -> setup.set(StatsSettings.MAX_VERSIONS, 50).set(StatsSettings.MAX_ROUTES, 70));
        for (int i = 0; i < 200; i++) {
            house.get("/poll?version=a" + i + "&route=/r" + i);
        }
        house.get("/poll?version=" + Setup.CURRENT + "&route=/r0");
        assertThat(house.rollcall().stats().total()).isEqualTo(201);
        assertThat(house.rollcall().stats().versions())
                .hasSize(52)
                .containsEntry(Setup.CURRENT, 1)
                .containsEntry("(other)", 150);
        assertThat(house.rollcall().stats().routes()).hasSize(71).containsEntry("(other)", 130);
    }

    @Test
    @DisplayName("S6: made-up names that came first do not hide the page that many are on")
    void busiest() {
        TestServer house = house(setup -> setup.set(StatsSettings.MAX_ROUTES, 5));
        for (int i = 0; i < 100; i++) {
            house.get("/poll?version=v1&route=/product/" + i);
        }
        for (int i = 0; i < 30; i++) {
            house.get("/poll?version=v1&route=/checkout");
        }
        assertThat(house.rollcall().stats().routes().entrySet().iterator().next())
                .isEqualTo(Map.entry("/checkout", 30));
        assertThat(house.rollcall().stats().routes()).containsEntry("(other)", 96);
    }

    private static int retryAfter(Answer answer) {
        return Integer.parseInt(answer.header("Retry-After").orElseThrow());
    }
}

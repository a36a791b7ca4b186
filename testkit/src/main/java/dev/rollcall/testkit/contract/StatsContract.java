// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.stats.StatsSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What an authorized subscriber sees, and how often. */
public abstract class StatsContract extends HostContract {

    /** For hosts. */
    protected StatsContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a subscriber gets the whole picture at once: totals, versions, routes, connections, its own id")
    void firstStats(Transport transport) {
        TestServer house = house(Setup::open);
        Tab first = house.ws("?version=v1&route=/a");
        Tab second = house.sse("?version=v2&route=/b");
        Tab admin = house.tab(transport, "?version=v2&route=/admin");
        admin.subscribe();
        JsonNode stats = admin.next("stats");
        assertThat(stats.path("total").asInt()).isEqualTo(3);
        assertThat(stats.path("current").asString()).isEqualTo(Setup.CURRENT);
        assertThat(Json.counts(stats.path("versions"))).isEqualTo(Map.of("v1", 1, "v2", 2));
        assertThat(Json.counts(stats.path("routes"))).isEqualTo(Map.of("/a", 1, "/b", 1, "/admin", 1));
        assertThat(Json.column(stats.path("connections"), "id"))
                .as("in order of arrival")
                .containsExactly(first.id(), second.id(), admin.id());
        assertThat(stats.path("yourId").asString()).isEqualTo(admin.id());
    }

    @Test
    @DisplayName("S11: stats show the public id alone, never the proof, and no address unless asked for")
    void nothingSecret() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = house.ws("", "Cookie", "session=secret-cookie");
        Tab other = house.sse("", "Cookie", "session=secret-cookie");
        admin.subscribe();
        String stats = admin.next("stats").toString();
        assertThat(stats)
                .doesNotContain("secret-cookie")
                .doesNotContain("127.0.0.1")
                .doesNotContain(other.connectionId().substring(other.id().length()))
                .doesNotContain(admin.connectionId().substring(admin.id().length()));
    }

    @Test
    @DisplayName("each subscriber finds its own id in yourId, in the same picture")
    void yourId() {
        TestServer house = house(Setup::open);
        Tab one = house.ws("");
        Tab two = house.sse("");
        one.subscribe();
        assertThat(one.next("stats").path("yourId").asString()).isEqualTo(one.id());
        two.subscribe();
        house.tick();
        assertThat(two.next("stats").path("yourId").asString()).isEqualTo(two.id());
        house.ws("");
        house.tick();
        assertThat(List.of(one.next("stats"), two.next("stats")))
                .allSatisfy(stats -> assertThat(stats.path("total").asInt()).isEqualTo(3))
                .extracting(stats -> stats.path("yourId").asString())
                .containsExactly(one.id(), two.id());
    }

    @Test
    @DisplayName("D4: after a quiet time, a change is sent at once")
    void leadingEdge() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        house.tick();
        house.ws("?route=/new");
        assertThat(Json.counts(admin.next("stats").path("routes"))).containsEntry("/new", 1);
    }

    @Test
    @DisplayName("D4: at most four messages a second, and the last state always arrives")
    void coalesced() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        WebSocketTab tab = house.ws("?route=/r0");
        house.tick();
        admin.fence();
        List<JsonNode> messages = new java.util.ArrayList<>();
        for (int i = 1; i <= 40; i++) { // one tab may change its route ten times a second
            tab.route("/r" + i);
            tab.fence();
            house.advance(Duration.ofMillis(100));
            messages.addAll(admin.fence());
        }
        assertThat(messages).as("in four seconds").hasSizeBetween(4, 17);
        house.tick();
        messages.addAll(admin.fence());
        assertThat(Json.counts(messages.get(messages.size() - 1).path("routes")))
                .containsEntry("/r40", 1);
    }

    @Test
    @DisplayName("a route update that changes nothing sends nothing")
    void noChange() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        WebSocketTab tab = house.ws("?route=/a");
        house.tick();
        admin.fence();
        tab.route("/a?another=query");
        tab.fence();
        house.tick();
        assertThat(admin.fence()).isEmpty();
    }

    @Test
    @DisplayName("while nothing happens, nothing is sent")
    void quiet() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        for (int i = 0; i < 10; i++) {
            house.tick();
        }
        assertThat(admin.fence()).isEmpty();
    }

    @Test
    @DisplayName("a change that is undone before it was sent is not sent")
    void thereAndBack() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        house.tick();
        WebSocketTab tab = house.ws("?route=/a");
        admin.next("stats");
        tab.route("/b");
        tab.route("/a");
        tab.fence();
        house.tick();
        assertThat(admin.fence()).isEmpty();
    }

    @Test
    @DisplayName("connections that leave are reported, and the order of the rest stays")
    void leaving() {
        TestServer house = house(Setup::open);
        WebSocketTab admin = subscribed(house);
        Tab a = house.ws("?version=a");
        WebSocketTab b = house.ws("?version=b");
        Tab c = house.ws("?version=c");
        b.leave();
        house.tick();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(3));
        house.tick();
        List<JsonNode> all = admin.fence();
        JsonNode last = all.get(all.size() - 1);
        assertThat(Json.column(last.path("connections"), "id")).containsExactly(admin.id(), a.id(), c.id());
        assertThat(last.path("versions").propertyNames()).doesNotContain("b");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("an unsubscribed tab no longer gets stats, and can subscribe again")
    void unsubscribe(Transport transport) {
        TestServer house = house(Setup::open);
        Tab admin = house.tab(transport, "");
        admin.subscribe();
        admin.next("stats");
        admin.unsubscribe();
        house.ws("").fence();
        if (admin instanceof WebSocketTab webSocket) {
            webSocket.fence();
        }
        house.tick();
        admin.drain();
        house.ws("?route=/late");
        house.tick();
        house.ws("").fence();
        assertThat(admin.drain())
                .noneMatch(message -> message.path("type").asString().startsWith("stats"));
        admin.subscribe();
        assertThat(Json.counts(admin.next("stats").path("routes"))).containsEntry("/late", 1);
    }

    @Test
    @DisplayName("D4: the list of connections is cut at its limit, truncated says by how much, the total is exact")
    void truncated() {
        TestServer house = house(
                setup -> setup.open().set(StatsSettings.STATS_CONNECTIONS, 3).set(StatsSettings.STATS_ROUTES, 2));
        for (int i = 0; i < 5; i++) {
            house.ws("?route=/busy");
        }
        house.ws("?route=/middling");
        house.ws("?route=/middling");
        house.ws("?route=/rare");
        WebSocketTab admin = house.ws("?route=/busy");
        admin.subscribe();
        JsonNode stats = admin.next("stats");
        assertThat(stats.path("total").asInt()).isEqualTo(9);
        assertThat(stats.path("connections").size()).isEqualTo(3);
        assertThat(Json.counts(stats.path("routes"))).isEqualTo(Map.of("/busy", 6, "/middling", 2));
        assertThat(stats.path("truncated").path("connections").asInt()).isEqualTo(6);
        assertThat(stats.path("truncated").path("routes").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("D4: a subscriber is sent at most 50 KB a second on average, even if each message is large")
    void bytesPerSecond() {
        TestServer house = house(Setup::open);
        String long1 = "/" + "x".repeat(480);
        for (int i = 0; i < 60; i++) { // about 60 routes and 60 connections of 500 bytes each: 60 KB a message
            house.poll("?route=" + long1 + i);
        }
        WebSocketTab admin = subscribed(house);
        WebSocketTab tab = house.ws("");
        admin.drain();
        long bytes = 0;
        for (int i = 1; i <= 100; i++) {
            tab.route("/n" + i);
            tab.fence();
            house.advance(Duration.ofMillis(100));
            bytes += admin.fence().stream()
                    .mapToLong(message -> message.toString().length())
                    .sum();
        }
        assertThat(bytes).as("bytes in ten seconds").isBetween(100_000L, 600_000L);
    }

    private static WebSocketTab subscribed(TestServer house) {
        WebSocketTab admin = house.ws("?route=/admin");
        admin.subscribe();
        admin.next("stats");
        return admin;
    }
}

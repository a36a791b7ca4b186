// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.protocol.http.address.IpTracking;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The exact shapes that the browser client of nuxt-skew-protection 1.x reads. */
public abstract class CompatibilityContract extends HostContract {

    /** For hosts. */
    protected CompatibilityContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("1.x: connected")
    void connected(Transport transport) {
        JsonNode message = house().tab(transport, "").connected();
        assertThat(Json.fields(message)).containsExactly("connectionId", "outdated", "timestamp", "type", "version");
        assertThat(message.path("version").isString()).isTrue();
        assertThat(message.path("connectionId").isString()).isTrue();
        assertThat(message.path("timestamp").isIntegralNumber()).isTrue();
    }

    @Test
    @DisplayName("1.x: keepalive")
    void keepalive() {
        TestServer house = house();
        SseTab tab = house.sse("");
        house.advance(Duration.ofSeconds(25));
        JsonNode message = tab.next();
        assertThat(Json.fields(message)).containsExactly("timestamp", "type");
        assertThat(message.path("type").asString()).isEqualTo("keepalive");
        assertThat(message.path("timestamp").isIntegralNumber()).isTrue();
    }

    @Test
    @DisplayName("1.x: pong")
    void pong() {
        var tab = house().ws("");
        tab.send("ping");
        assertThat(tab.next().toString()).isEqualTo("{\"type\":\"pong\"}");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("1.x: stats")
    void stats(Transport transport) {
        TestServer house = house(setup -> setup.open().set(ContractSettings.IP_TRACKING, IpTracking.FULL));
        Tab tab = house.tab(transport, "?route=/a");
        tab.subscribe();
        JsonNode message = tab.next("stats");
        assertThat(Json.fields(message)).contains("type", "total", "versions", "routes", "connections", "yourId");
        assertThat(Set.of(
                        "type",
                        "total",
                        "versions",
                        "routes",
                        "transports",
                        "observers",
                        "connections",
                        "yourId",
                        "current",
                        "outdated",
                        "ahead",
                        "order",
                        "truncated",
                        "nodes", // from here on only with several nodes
                        "answered",
                        "moving",
                        "partial",
                        "missing"))
                .as("nothing that the contract does not name")
                .containsAll(Json.fields(message));
        assertThat(message.path("total").isIntegralNumber()).isTrue();
        assertThat(message.path("versions").isObject()).isTrue();
        assertThat(message.path("routes").isObject()).isTrue();
        assertThat(message.path("connections").isArray()).isTrue();
        JsonNode connection = message.path("connections").path(0);
        assertThat(Json.fields(connection)).containsExactly("id", "ip", "route", "since", "transport", "version");
        assertThat(connection.path("id")).isEqualTo(message.path("yourId"));
    }

    @Test
    @DisplayName("1.x: /admin/stats is the same object without what belongs to one subscriber")
    void adminStats() {
        TestServer house = house();
        house.ws("");
        assertThat(Json.fields(house.stats())).contains("total", "versions", "routes", "connections");
        assertThat(house.stats().has("yourId")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("1.x: stats-unauthorized")
    void statsUnauthorized(Transport transport) {
        Tab tab = house().tab(transport, "");
        tab.subscribe();
        assertThat(tab.next().toString()).isEqualTo("{\"type\":\"stats-unauthorized\"}");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("1.x: version with force")
    void version(Transport transport) {
        TestServer house = house();
        Tab tab = house.tab(transport, "?route=/a");
        house.post("/admin/invalidate-route", Json.object("route", "/a"), "Authorization", Setup.SECRET);
        JsonNode message = tab.next();
        assertThat(Json.fields(message))
                .containsExactly("command", "force", "outdated", "timestamp", "type", "version");
        assertThat(message.path("force").isBoolean()).isTrue();
    }

    /**
     * A 1.x client compares the version of the message with its own: it ignores the message when they are equal,
     * otherwise it asks its own site which build is served before it says anything to the user.
     */
    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("1.x: a tab already on the new version is told that version, without force")
    void versionOfItsOwn(Transport transport) {
        TestServer house = house();
        Tab tab = house.tab(transport, "", "Cookie", "__nkpv=v3");
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(1));
        house.post("/admin/releases", Json.object("version", "v3", "force", true), "Authorization", Setup.SECRET);
        JsonNode message = tab.next("version");
        assertThat(message.path("version").asString()).isEqualTo("v3");
        assertThat(message.has("force")).isFalse();
    }

    @Test
    @DisplayName("1.x: events on the stream are unnamed, one JSON object in one data line each")
    void unnamedEvents() {
        TestServer house = house(Setup::open);
        SseTab tab = house.sse("");
        tab.subscribe();
        tab.next("stats");
        house.advance(Duration.ofSeconds(25));
        tab.next("keepalive");
        assertThat(tab.sawNamedEvent()).isFalse();
    }

    @Test
    @DisplayName("1.x: the bytes of a stream: data:, one line of JSON, an empty line; no carriage return inside")
    void bytes() {
        TestServer house = house();
        var socket = house.raw();
        socket.send("GET " + house.path("/sse") + " HTTP/1.0\r\nHost: localhost\r\nUser-Agent: " + Http.BROWSER
                        + "\r\n\r\n")
                .head();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(1));
        var draining = CompletableFuture.runAsync(() -> house.host().drain(Duration.ofSeconds(10)));
        String stream = socket.readToEnd();
        draining.orTimeout(60, TimeUnit.SECONDS).join();
        String event = "data: \\{\"type\":\"%s\"[^\\r\\n]*}\\R\\R";
        assertThat(stream).matches(event.formatted("connected") + "retry: [0-9]+\\R" + event.formatted("reconnect"));
    }

    @Test
    @DisplayName("1.x: the answers of the POSTs")
    void posts() {
        TestServer house = house();
        Tab tab = house.sse("");
        Answer route = house.post("/route", Json.object("connectionId", tab.connectionId(), "route", "/b"));
        Answer subscribe = house.post("/subscribe-stats", Json.object("connectionId", tab.connectionId()));
        assertThat(route.body()).isEqualTo("{\"ok\":true}");
        assertThat(subscribe.body()).isEqualTo("{\"ok\":true}");
    }

    @Test
    @DisplayName("1.x: the paths and the cookie are those the client knows")
    void defaults() {
        TestServer house = house();
        house.http().get("/__skew/health");
        house.ws("", "Cookie", "__nkpv=old");
        assertThat(house.rollcall().stats().versions()).containsOnlyKeys("old");
        assertThat(house.http().get("/__skew/health").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("1.x: yourId is found among the connections, so a 1.x page can mark its own row")
    void yourIdIsListed() {
        TestServer house = house(Setup::open);
        house.ws("");
        Tab tab = house.sse("");
        tab.subscribe();
        JsonNode stats = tab.next("stats");
        assertThat(Json.column(stats.path("connections"), "id"))
                .contains(stats.path("yourId").asString());
    }
}

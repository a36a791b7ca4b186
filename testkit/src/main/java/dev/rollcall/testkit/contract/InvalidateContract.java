// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Forcing the tabs on a route to reload. */
public abstract class InvalidateContract extends HostContract {

    private static final List<String> ROUTES =
            List.of("/", "/checkout", "/checkout/pay", "/checkouts", "/blog/1", "/blog/1/comments", "/a.b", "/axb");

    /** For hosts. */
    protected InvalidateContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("D1: a tab on the route is told to reload with force, even if it is already on the current version")
    void force(Transport transport) {
        TestServer house = house();
        Tab tab = house.tab(transport, "?version=" + Setup.CURRENT + "&route=/checkout");
        Answer answer = invalidate(house, Json.object("route", "/checkout"));
        assertThat(answer.status()).isEqualTo(200);
        ObjectNode told = ((ObjectNode) answer.json()).without(List.of("answered", "nodes")); // only with several nodes
        assertThat(told).isEqualTo(Json.parse("{\"ok\":true,\"route\":\"/checkout\",\"matched\":1}"));
        JsonNode message = tab.next();
        assertThat(message.path("type").asString()).isEqualTo("version");
        assertThat(message.path("version").asString()).isEqualTo(Setup.CURRENT);
        assertThat(message.path("force").asBoolean(false)).isTrue();
        assertThat(message.path("timestamp").asLong()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/checkout | prefix | /checkout,/checkout/pay,/checkouts",
                "/checkout | exact | /checkout",
                "/checkout/* | glob | /checkout/pay",
                "/blog/* | glob | /blog/1",
                "/blog/** | glob | /blog/1,/blog/1/comments",
                "/a.b | glob | /a.b",
                "^/blog/[0-9]+$ | regex | /blog/1",
                "/a.b | regex | /a.b,/axb",
                "/ | exact | /"
            })
    @DisplayName("the matching tabs and nobody else: prefix, exact, glob, regex")
    void match(String route, String match, String expected) {
        TestServer house = house();
        List<WebSocketTab> tabs =
                ROUTES.stream().map(path -> house.ws("?route=" + path)).toList();
        int matched = invalidate(house, Json.object("route", route, "match", match))
                .json()
                .path("matched")
                .asInt();
        List<String> reloaded = new java.util.ArrayList<>();
        for (int i = 0; i < tabs.size(); i++) {
            if (!tabs.get(i).fence().isEmpty()) {
                reloaded.add(ROUTES.get(i));
            }
        }
        assertThat(reloaded).containsExactlyInAnyOrder(expected.split(","));
        assertThat(matched).isEqualTo(reloaded.size());
    }

    @Test
    @DisplayName("prefix is the default")
    void prefixByDefault() {
        TestServer house = house();
        house.ws("?route=/checkout/pay");
        assertThat(invalidate(house, Json.object("route", "/check"))
                        .json()
                        .path("matched")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("where a tab is now counts, not where it opened")
    void currentRoute() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/checkout");
        tab.route("/done");
        tab.fence();
        assertThat(invalidate(house, Json.object("route", "/checkout"))
                        .json()
                        .path("matched")
                        .asInt())
                .isZero();
        assertThat(tab.fence()).isEmpty();
    }

    @Test
    @DisplayName("two in a row differ, because a 1.x client drops a text that equals the one before")
    void differ() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        invalidate(house, Json.object("route", "/a"));
        house.advance(Duration.ofMillis(1));
        invalidate(house, Json.object("route", "/a"));
        assertThat(tab.next().toString()).isNotEqualTo(tab.next().toString());
    }

    @Test
    @DisplayName("two within the same millisecond differ too")
    void differAtOnce() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        invalidate(house, Json.object("route", "/a"));
        invalidate(house, Json.object("route", "/a"));
        assertThat(tab.next().toString()).isNotEqualTo(tab.next().toString());
    }

    @Test
    @DisplayName("the secret may be in the body; the header wins if both are there")
    void secretInBody() {
        TestServer house = house();
        String right = Json.object("route", "/", "secret", Setup.SECRET);
        assertThat(house.post("/admin/invalidate-route", right).status()).isEqualTo(200);
        Errors.check(house.post("/admin/invalidate-route", Json.object("route", "/", "secret", "wrong-one")), 401);
        Errors.check(house.post("/admin/invalidate-route", Json.object("route", "/")), 401);
        Errors.check(house.post("/admin/invalidate-route", right, "Authorization", "Bearer wrong-one"), 401);
    }

    @Test
    @DisplayName("S2: without the secret no tab is told anything")
    void refusedDoesNothing() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        house.post("/admin/invalidate-route", Json.object("route", "/a"));
        assertThat(tab.fence()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{",
                "{\"route\":7}",
                "{\"route\":\"\"}",
                "{\"route\":\"/\",\"match\":\"unheard-of\"}",
                "{\"route\":\"/\",\"match\":7}",
                "{\"route\":\"(\",\"match\":\"regex\"}",
                "{\"route\":\"(?=a)\",\"match\":\"regex\"}"
            })
    @DisplayName("an invalid request is answered 400 with the reason, and reloads nobody")
    void malformed(String body) {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/");
        Errors.check(invalidate(house, body), 400);
        assertThat(tab.fence()).isEmpty();
    }

    @Test
    @DisplayName("S8: patterns have at most 256 characters, and one that would backtrack forever is answered at once")
    void regex() {
        TestServer house = house();
        house.ws("?route=/" + "a".repeat(500) + "!");
        Answer answer = invalidate(house, Json.object("route", "^/(a+)+$", "match", "regex"));
        assertThat(answer.json().path("matched").asInt()).isZero();
        Errors.check(invalidate(house, Json.object("route", "a".repeat(257), "match", "regex")), 400);
        Errors.check(invalidate(house, Json.object("route", "a".repeat(257), "match", "glob")), 400);
    }

    @Test
    @DisplayName("a wrong content type is 415, a GET 405")
    void wrongRequest() {
        TestServer house = house();
        var body = BodyPublishers.ofString(Json.object("route", "/"));
        String[] secret = {"Authorization", "Bearer " + Setup.SECRET, "Content-Type", "text/plain"};
        Errors.check(house.http().send("POST", house.path("/admin/invalidate-route"), body, secret), 415);
        assertThat(house.admin("/admin/invalidate-route").status()).isEqualTo(405);
    }

    @Test
    @DisplayName(
            "S13: what is pushed holds a type, the version, whether it is newer, force and a timestamp: no script, no URL, no route")
    void carriesNoUrl() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        invalidate(house, Json.object("route", "/a", "url", "https://evil.example", "script", "alert(1)"));
        assertThat(Json.fields(tab.next()))
                .containsExactly("command", "force", "outdated", "timestamp", "type", "version");
    }

    private static Answer invalidate(TestServer house, String json) {
        return house.post("/admin/invalidate-route", json, "Authorization", "Bearer " + Setup.SECRET);
    }
}

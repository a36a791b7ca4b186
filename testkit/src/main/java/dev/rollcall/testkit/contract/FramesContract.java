// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.text.Route;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.WebSocketTab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tab says on a WebSocket. Rules of "Tab to server", in the column for frames. */
public abstract class FramesContract extends HostContract {

    /** For hosts. */
    protected FramesContract() {}

    @ParameterizedTest
    @ValueSource(strings = {"ping", "{\"type\":\"ping\"}", " { \"type\" : \"ping\" , \"extra\": [1] } "})
    @DisplayName("a ping is answered with a pong, and with nothing else")
    void ping(String text) {
        WebSocketTab tab = house().ws("");
        tab.send(text);
        assertThat(tab.next()).isEqualTo(Json.parse("{\"type\":\"pong\"}"));
        assertThat(tab.fence()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shopping", "/shipping/ping", "/mapping/\"ping\"", "/ping"})
    @DisplayName("D3: a route that contains ping is a route, not a ping")
    void routeWithPing(String route) {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        tab.route(route);
        assertThat(tab.fence()).isEmpty();
        assertThat(house.rollcall().stats().routes())
                .containsOnlyKeys(Route.of(route).or(""));
    }

    @Test
    @DisplayName("a route update moves the tab, query and fragment cut off")
    void routeUpdate() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/a");
        tab.route("/b?x=1#y");
        tab.fence();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "pinging",
                "\"ping\"",
                "ping ",
                "PING",
                "{",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"} x",
                "[{\"type\":\"ping\"}]",
                "null",
                "42",
                "{\"type\":42}",
                "{\"type\":null}",
                "{\"kind\":\"ping\"}",
                "{\"type\":\"unheard-of\"}",
                "{\"type\":\"Ping\"}",
                "{\"type\":\"route-update\"}",
                "{\"type\":\"route-update\",\"route\":7}",
                "{\"type\":\"route-update\",\"route\":{\"a\":\"/b\"}}",
                "{\"type\":\"route-update\",\"route\":\"/a\\nb\"}",
                "{\"type\":\"route-update\",\"route\":\"/a\\u0000\"}",
                "{\"type\":\"__proto__\"}",
                "{\"type\":\"route-update\",\"__proto__\":{\"route\":\"/b\"}}"
            })
    @DisplayName("a message that is not JSON, of unknown type or with an invalid route is ignored")
    void ignored(String text) {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/here");
        tab.send(text);
        assertThat(tab.fence()).isEmpty();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/here");
    }

    @Test
    @DisplayName("S6: a route over 512 characters is ignored")
    void longRoute() {
        TestServer house = house();
        WebSocketTab tab = house.ws("?route=/here");
        tab.route("/" + "x".repeat(512));
        assertThat(tab.fence()).isEmpty();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/here");
    }

    @Test
    @DisplayName("deeply nested JSON is ignored and costs nobody anything")
    void nested() {
        WebSocketTab tab = house().ws("");
        tab.send("{\"type\":\"ping\",\"a\":" + "[".repeat(8_000));
        tab.send("[".repeat(16_000));
        tab.send("{\"a\":".repeat(3_000));
        assertThat(tab.fence()).isEmpty();
    }

    @Test
    @DisplayName("fragmented frames are assembled, even if split in the middle of an escape")
    void fragments() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        tab.sendParts("{\"type\":\"rou", "te-update\",\"route\":\"/sh\\u00", "e9", "\"}");
        tab.fence();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/shé");
    }

    @Test
    @DisplayName("S6: a message over 16 KB is closed with 1009, one of exactly 16 KB is not")
    void tooBig() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        tab.send("x".repeat(16 * 1024));
        assertThat(tab.fence()).isEmpty();
        tab.send("x".repeat(16 * 1024 + 1));
        assertThat(tab.end()).isEqualTo(1009);
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
    }

    @Test
    @DisplayName("S6: fragments of more than 16 KB together are closed with 1009")
    void tooBigInParts() {
        WebSocketTab tab = house().ws("");
        String part = "y".repeat(6_000);
        tab.sendParts(part, part, part, part);
        assertThat(tab.end()).isEqualTo(1009);
    }

    @Test
    @DisplayName("a binary message closes with 1003")
    void binary() {
        WebSocketTab tab = house().ws("");
        tab.sendBinary("{\"type\":\"ping\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(tab.end()).isEqualTo(1003);
    }

    @Test
    @DisplayName("a tab that says goodbye with 1000 is answered in kind (RFC 6455, section 5.5.1)")
    void goodbye() {
        TestServer house = house();
        assertThat(house.ws("").leave()).isEqualTo(1000);
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
    }

    @Test
    @DisplayName("acks are taken without an answer, even for unknown commands")
    void ack() {
        WebSocketTab tab = house().ws("");
        tab.send(Json.object("type", "ack", "command", "c1", "state", "received"));
        tab.send(Json.object("type", "ack"));
        assertThat(tab.fence()).isEmpty();
    }
}

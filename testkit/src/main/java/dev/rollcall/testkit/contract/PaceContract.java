// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.RunningHost.Leeway;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.RawFrame;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tabs that say too much, take too little, or are no longer there; and the beat that finds out. */
public abstract class PaceContract extends HostContract {

    private static final String BIG = "x".repeat(60_000);

    /** For hosts. */
    protected PaceContract() {}

    @Test
    @DisplayName("S6: too many route updates are merged, the last wins, and the connection stays")
    void routesMerged() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        for (int i = 1; i <= 500; i++) {
            tab.route("/r" + i);
        }
        assertThat(tab.fence()).isEmpty();
        house.tick();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/r500");
        assertThat(tab.hasEnded()).isFalse();
    }

    @Test
    @DisplayName("S6: endless route updates are not merged forever: they end the connection with 1008")
    void routeFlood() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        for (int i = 0; i < 20_000 && !tab.hasEnded(); i++) {
            tab.send("{\"type\":\"route-update\",\"route\":\"/r" + i % 7 + "\"}");
        }
        boolean codeMayBeLost = house.host().leeway().contains(Leeway.A_WRITER_MAY_NOT_SEE_THE_CODE);
        assertThat(tab.end()).isIn(codeMayBeLost ? List.of(1008, -1) : List.of(1008));
        assertThat(house.admin("/admin/refusals").body()).contains("\"message-rate\"");
    }

    @Test
    @DisplayName("S6: by POST they are finally answered 429, and accepted again when time has passed")
    void postFlood() {
        TestServer house = house();
        SseTab tab = house.sse("");
        String route = Json.object("connectionId", tab.connectionId(), "route", "/r");
        int taken = 0;
        while (taken < 2_000 && house.post("/route", route).status() == 200) {
            taken++;
        }
        assertThat(taken).isBetween(1_000, 1_100);
        assertThat(house.post("/route", route).header("Retry-After")).hasValue("1");
        house.tick();
        tab.route("/again");
    }

    @Test
    @DisplayName("S6: route updates by POST are also merged, never refused")
    void postsMerged() {
        TestServer house = house();
        SseTab tab = house.sse("");
        for (int i = 1; i <= 100; i++) {
            tab.route("/r" + i); // fails unless answered 200
        }
        house.tick();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/r100");
    }

    @Test
    @DisplayName("S6: endless other messages end the connection with 1008")
    void tooManyMessages() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        for (int i = 0; i < 2_000 && !tab.hasEnded(); i++) {
            tab.send("{\"type\":\"subscribe-stats\"}");
        }
        boolean codeMayBeLost = house.host().leeway().contains(Leeway.A_WRITER_MAY_NOT_SEE_THE_CODE);
        assertThat(tab.end()).isIn(codeMayBeLost ? List.of(1008, -1) : List.of(1008));
    }

    @Test
    @DisplayName("R8: every 25 seconds a tab on SSE gets a keepalive")
    void keepalive() {
        TestServer house = house();
        SseTab tab = house.sse("");
        long before = house.timer().millis();
        house.advance(Duration.ofSeconds(25));
        var first = tab.next();
        assertThat(first.path("type").asString()).isEqualTo("keepalive");
        assertThat(first.path("timestamp").asLong()).isBetween(before, before + 25_000);
        house.advance(Duration.ofSeconds(25));
        assertThat(tab.next().path("timestamp").asLong())
                .isEqualTo(first.path("timestamp").asLong() + 25_000);
        assertThat(tab.drain()).isEmpty();
    }

    @Test
    @DisplayName("R8: every 25 seconds a tab on a WebSocket gets a ping frame, and no message")
    void pings() {
        TestServer house = house();
        RawSocket socket = opened(house);
        house.advance(Duration.ofSeconds(25));
        assertThat(socket.frame().opcode()).isEqualTo(RawFrame.PING);
        socket.send(RawFrame.client(true, RawFrame.PONG, new byte[0]));
        socket.send(RawFrame.text("ping"));
        assertThat(socket.frame().text()).isEqualTo("{\"type\":\"pong\"}");
        house.advance(Duration.ofSeconds(25));
        assertThat(socket.frame().opcode()).isEqualTo(RawFrame.PING);
    }

    @Test
    @DisplayName("R8: a WebSocket that answers no ping is gone after two beats")
    void halfOpen() {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        RawSocket socket = house.raw();
        socket.upgrade(house.path("/ws")).head();
        String id = Json.parse(socket.frame().text()).path("connectionId").asString();
        house.advance(Duration.ofSeconds(51));
        closings.await(id.substring(0, id.indexOf('.')));
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("R8: one that answers stays forever")
    void alive() {
        TestServer house = house();
        RawSocket socket = opened(house);
        for (int i = 0; i < 20; i++) {
            house.advance(Duration.ofSeconds(25));
            assertThat(socket.frame().opcode()).isEqualTo(RawFrame.PING);
            socket.send(RawFrame.client(true, RawFrame.PONG, new byte[0]));
            socket.send(RawFrame.text("ping"));
            assertThat(socket.frame().text()).isEqualTo("{\"type\":\"pong\"}");
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("a ping frame of the tab is answered with its payload (RFC 6455, section 5.5.3)")
    void pingFromTab() {
        TestServer house = house();
        RawSocket socket = opened(house);
        socket.send(RawFrame.client(true, RawFrame.PING, new byte[] {1, 2, 3}));
        RawFrame pong = socket.frame();
        assertThat(pong.opcode()).isEqualTo(RawFrame.PONG);
        assertThat(pong.payload()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/sse"})
    @DisplayName("S7: a tab that cannot take a command in 10 seconds is closed 4408; the others get theirs at once")
    void slow(String path) {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        RawSocket socket = house.narrow();
        if (path.equals("/ws")) {
            socket.upgrade(house.path(path)).head();
        } else {
            socket.request("GET", house.path(path)).head();
        }
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isEqualTo(1));
        String slow = house.rollcall().stats().connections().get(0).id();
        WebSocketTab quick = house.ws("");
        sendUntilStuck(house, closings, slow, quick);
        if (!closings.has(slow)) {
            house.advance(Duration.ofSeconds(12));
        }
        assertThat(closings.await(slow).code()).isEqualTo(4408);
        assertThat(quick.fence()).isEmpty();
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("S7: a subscriber that does not read gets the latest stats when it reads again, not all of them")
    void latestWins() {
        TestServer house = house(Setup::open);
        RawSocket socket = house.narrow();
        socket.upgrade(house.path("/ws")).head();
        socket.send(RawFrame.text("{\"type\":\"subscribe-stats\"}"));
        String route = "/" + "x".repeat(500);
        for (int i = 0; i < 200; i++) {
            house.get("/poll?route=" + route + i);
        }
        WebSocketTab tab = house.ws("");
        for (int i = 0; i < 40; i++) {
            tab.route("/n" + i);
            tab.fence();
            house.advance(Duration.ofMillis(500));
            if (i % 20 == 0) { // as far as pings can tell, it is still there
                socket.send(RawFrame.client(true, RawFrame.PONG, new byte[0]));
            }
        }
        tab.route("/the-last");
        tab.fence();
        int read = 0;
        String text = "";
        house.advance(Duration.ofSeconds(5));
        while (!text.contains("/the-last")) {
            text = socket.message();
            read++;
        }
        assertThat(read).isLessThan(40);
    }

    /* Sends commands until far more is under way than any socket buffer holds; the other tab takes each at once. */
    private static void sendUntilStuck(TestServer house, RecordingListener closings, String slow, WebSocketTab quick) {
        Rollcall rollcall = house.rollcall();
        for (int i = 0; i < 160 && !closings.has(slow); i++) {
            rollcall.send(Target.ids(Set.of(slow)), Message.of("news", Map.of("text", BIG, "number", i)));
            rollcall.send(Target.ids(Set.of(quick.id())), Message.of("news", Map.of("number", i)));
            assertThat(quick.next().path("number").asInt()).isEqualTo(i);
        }
    }

    private static RawSocket opened(TestServer house) {
        RawSocket socket = house.raw();
        socket.upgrade(house.path("/ws")).head();
        assertThat(socket.frame().text()).contains("connected");
        return socket;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.ManualClock;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.limit.TabQueue;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PushTabTest {

    private static final Message NEWS = Message.of("news", Map.of("n", 1));

    private final ManualClock timer = new ManualClock(1_000_000);
    private final Rollcall rollcall = Rollcall.builder()
            .currentVersion("v2")
            .timer(timer)
            .statsAuthorizer(StatsAuthorizer.denyAll())
            .build();
    private final Tabs tabs = new Tabs(rollcall.internals(), ProtocolOptions.defaults(), new Random(1));
    private final FakeWire wire = new FakeWire();
    private int released;

    private final HeldTab tab = open(Transport.WEBSOCKET);

    private HeldTab open(Transport transport) {
        Admission admission = Admission.of(transport, "v1", "/");
        return tabs.open(admission, wire, Handshake.of(request(), InetAddress.getLoopbackAddress()), () -> released++);
    }

    private static Request request() {
        InetAddress peer = InetAddress.getLoopbackAddress();
        return new Request("GET", "/__skew/ws", "", Headers.of(Map.of()), peer, new byte[0], false, null);
    }

    @AfterEach
    void close() {
        rollcall.close();
    }

    private Connection only() {
        Connection[] found = new Connection[1];
        rollcall.internals().hub().forEach(0, 1, connection -> found[0] = connection);
        return found[0];
    }

    @Test
    void greetsFirstWithAnIdThatProvesItself() {
        assertThat(wire.written).hasSize(1);
        assertThat(wire.last()).contains("\"type\":\"connected\"", "\"version\":\"v2\"", "\"timestamp\":1000000");
        String presented = connectionId();
        assertThat(tabs.find(presented)).isSameAs(only());
    }

    @Test
    @DisplayName("S2, D6: the public id alone, or with another proof, finds nothing")
    void theIdProvesNothing() {
        String presented = connectionId();
        String id = presented.substring(0, presented.indexOf('.'));
        assertThat(tabs.find(id)).isNull();
        assertThat(tabs.find(id + ".")).isNull();
        assertThat(tabs.find(id + ".AAAAAAAAAAAAAAAAAAAAAA")).isNull();
        assertThat(tabs.find(id + "." + "é".repeat(22))).isNull();
    }

    @Test
    @DisplayName("D3: a route that contains ping is a route")
    void aRouteIsNotAPing() {
        tab.text("{\"type\":\"route-update\",\"route\":\"/shopping/ping\"}");
        assertThat(only().route()).isEqualTo("/shopping/ping");
        assertThat(wire.written).hasSize(1);
    }

    @Test
    void answersBothFormsOfPing() {
        tab.text("ping");
        tab.text("{\"type\":\"ping\"}");
        assertThat(wire.written).filteredOn("{\"type\":\"pong\"}"::equals).hasSize(2);
    }

    @Test
    void ignoresWhatItDoesNotUnderstand() {
        for (String text : new String[] {
            "",
            "pings",
            "{",
            "[]",
            "{}",
            "{\"type\":7}",
            "{\"type\":\"nope\"}",
            "{\"type\":\"route-update\"}",
            "{\"type\":\"route-update\",\"route\":\"nope\"}",
            "{\"type\":\"ping\"} x"
        }) {
            tab.text(text);
        }
        assertThat(wire.written).hasSize(1);
        assertThat(wire.closed).isNull();
        assertThat(only().route()).isEqualTo("/");
    }

    @Test
    @DisplayName("S6: too many route updates are merged, the last wins, and the tab stays")
    void mergesRouteUpdates() {
        for (int i = 0; i < 1_000; i++) {
            tab.text("{\"type\":\"route-update\",\"route\":\"/" + i + "\"}");
        }
        assertThat(wire.closed).isNull();
        assertThat(only().route()).isEqualTo("/19");
        timer.pass(Duration.ofSeconds(1));
        assertThat(only().route()).isEqualTo("/999");
        assertThat(wire.closed).isNull();
    }

    @Test
    @DisplayName("S6: too many other messages end the connection with 1008")
    void endsAFlood() {
        for (int i = 0; i < 100; i++) {
            tab.text("ping");
        }
        assertThat(wire.closed).isEqualTo(Disconnect.TOO_MANY_MESSAGES);
        assertThat(wire.written).hasSize(21);
    }

    @Test
    @DisplayName("S7: what waits for a full wire is sent in order when there is room")
    void keepsOrder() {
        wire.full = true;
        rollcall.send(Target.all(), NEWS);
        rollcall.send(Target.all(), Message.of("more", Map.of()));
        assertThat(wire.written).hasSize(1);
        wire.full = false;
        tab.writable();
        assertThat(wire.written).hasSize(3);
        assertThat(wire.last()).contains("more");
    }

    @Test
    @DisplayName("S7: of stats, only the latest message waits")
    void keepsOnlyTheLatestStats() {
        wire.full = true;
        for (int i = 1; i <= 1_000; i++) {
            only().send(new StatsMessage(rollcall.stats(), i));
        }
        wire.full = false;
        tab.writable();
        assertThat(wire.written).hasSize(2);
        assertThat(wire.last()).contains("\"seq\":1000", "\"yourId\":\"" + only().id() + "\"}");
    }

    @Test
    @DisplayName("S7: a tab that does not take a command within ten seconds is closed 4408")
    void closesTheSlow() {
        wire.full = true;
        only().send(NEWS);
        timer.pass(Duration.ofSeconds(9));
        assertThat(wire.closed).isNull();
        timer.pass(Duration.ofSeconds(2));
        assertThat(wire.closed).isEqualTo(Disconnect.SLOW);
    }

    @Test
    @DisplayName("S7: a tab that catches up in time stays")
    void sparesWhoCatchesUp() {
        wire.full = true;
        only().send(NEWS);
        timer.pass(Duration.ofSeconds(9));
        wire.full = false;
        tab.writable();
        timer.pass(Duration.ofSeconds(9));
        assertThat(wire.closed).isNull();
    }

    @Test
    @DisplayName("S7: the ten seconds count for each command, not for the queue")
    void sparesWhoTakesThemSlowly() {
        wire.full = true;
        only().send(NEWS);
        timer.pass(Duration.ofSeconds(8));
        only().send(NEWS);
        wire.full = false;
        wire.room = 1;
        tab.writable();
        timer.pass(Duration.ofSeconds(9));
        assertThat(wire.closed).isNull();
        timer.pass(Duration.ofSeconds(2));
        assertThat(wire.closed).isEqualTo(Disconnect.SLOW);
    }

    @Test
    @DisplayName("S7: the queue is bounded; over it the tab is closed at once")
    void boundsTheQueue() {
        wire.full = true;
        for (int i = 0; i <= TabQueue.MAX_MESSAGES; i++) {
            only().send(NEWS);
        }
        assertThat(wire.closed).isEqualTo(Disconnect.SLOW);
    }

    @Test
    @DisplayName("what was sent before the end reaches the tab before it")
    void endsInOrder() {
        wire.full = true;
        only().send(NEWS);
        only().disconnect(Disconnect.GOING_AWAY);
        only().send(Message.of("late", Map.of()));
        assertThat(wire.closed).isNull();
        wire.full = false;
        tab.writable();
        assertThat(wire.last()).contains("news");
        assertThat(wire.closed).isEqualTo(Disconnect.GOING_AWAY);
    }

    @Test
    @DisplayName("a tab that takes nothing cannot delay its end for long")
    void endsAllTheSame() {
        wire.full = true;
        only().send(NEWS);
        only().disconnect(Disconnect.GOING_AWAY);
        timer.pass(Duration.ofSeconds(2));
        assertThat(wire.closed).isEqualTo(Disconnect.GOING_AWAY);
    }

    @Test
    @DisplayName("waiting stats do not delay the end")
    void statsPutOffNoEnd() {
        wire.full = true;
        only().send(new StatsMessage(rollcall.stats(), 1));
        only().disconnect(Disconnect.GOING_AWAY);
        assertThat(wire.closed).isEqualTo(Disconnect.GOING_AWAY);
    }

    @Test
    @DisplayName("R8: a WebSocket that answers no ping is closed within two beats")
    void noticesTheDead() {
        timer.pass(Duration.ofSeconds(25));
        assertThat(wire.pings).isEqualTo(1);
        tab.alive();
        timer.pass(Duration.ofSeconds(50));
        assertThat(wire.closed).isEqualTo(Disconnect.LOST);
    }

    @Test
    void everyBeatAStreamIsKeptAlive() {
        FakeWire stream = new FakeWire();
        tabs.open(Admission.of(Transport.SSE, "v1", "/"), stream, null, () -> {});
        timer.pass(Duration.ofSeconds(100));
        assertThat(stream.pings).isZero();
        assertThat(stream.written)
                .filteredOn(text -> text.startsWith("{\"type\":\"keepalive\",\"timestamp\":"))
                .hasSize(4);
    }

    @Test
    void closingGivesBackEverythingOnce() {
        tab.closed();
        tab.closed();
        assertThat(released).isEqualTo(1);
        assertThat(rollcall.internals().hub().size()).isZero();
        assertThat(tabs.find(connectionId())).isNull();
    }

    @Test
    void binaryAndTooBigAreRefusedByCode() {
        tab.binary();
        assertThat(wire.closed).isEqualTo(Disconnect.BINARY);
        tab.tooBig();
        assertThat(wire.closed).as("the first reason stays").isEqualTo(Disconnect.BINARY);
    }

    private String connectionId() {
        String greeting = wire.written.get(0);
        int from = greeting.indexOf("\"connectionId\":\"") + "\"connectionId\":\"".length();
        return greeting.substring(from, greeting.indexOf('"', from));
    }
}

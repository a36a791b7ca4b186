// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tabs that can hold no connection: a lease, messages late, gone when the lease runs out. */
public abstract class PollingContract extends HostContract {

    /** For hosts. */
    protected PollingContract() {}

    @Test
    @DisplayName("the answer holds the connection id, what waits, and when to come back")
    void answer() {
        PollingTab tab = house().poll("");
        assertThat(Json.fields(tab.last().json())).contains("after", "connectionId", "messages");
        assertThat(tab.afterMillis()).isBetween(1_000L, 120_000L);
        assertThat(tab.last().json().path("connectionId").asString()).isEqualTo(tab.connectionId());
        assertThat(tab.last().header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    @DisplayName("it is counted like the others, with its version, route and transport")
    void counted() {
        TestServer house = house();
        house.poll("?version=v1&route=/a");
        house.ws("?version=v1&route=/a");
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
        assertThat(house.rollcall().stats().versions()).containsEntry("v1", 2);
        assertThat(Json.column(house.stats().path("connections"), "transport")).containsExactly("polling", "websocket");
    }

    @Test
    @DisplayName("asking again keeps the lease: one tab stays one connection, with its id")
    void renewed() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1");
        for (int i = 0; i < 20; i++) {
            house.advance(Duration.ofMillis(tab.afterMillis()));
            assertThat(tab.ask().json().path("connectionId").asString()).isEqualTo(tab.connectionId());
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("it may come a little late, or miss once")
    void late() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.advance(Duration.ofMillis(2 * tab.afterMillis()));
        assertThat(tab.ask().json().path("connectionId").asString()).isEqualTo(tab.connectionId());
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("it disappears when the lease runs out")
    void disappears() {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        PollingTab tab = house.poll("");
        house.advance(Duration.ofMillis(3 * tab.afterMillis() + 10_000));
        closings.await(tab.id());
        assertThat(house.rollcall().stats().total()).isZero();
    }

    @Test
    @DisplayName("a tab that comes back after its lease is a new connection, and is greeted again")
    void comesBack() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1");
        house.advance(Duration.ofMinutes(10));
        Answer answer = tab.ask();
        assertThat(answer.json().path("connectionId").asString()).isNotEqualTo(tab.connectionId());
        assertThat(Json.column(answer.json().path("messages"), "type")).containsExactly("connected");
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("it gets the same messages as the others, late, in order, each once")
    void messages() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        for (int i = 0; i < 5; i++) {
            house.rollcall().send(Target.all(), Message.of("news", Map.of("number", i)));
        }
        assertThat(tab.drain().stream().map(message -> message.path("number").asInt()))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(tab.drain()).isEmpty();
    }

    @Test
    @DisplayName("of the stats that piled up it gets the latest alone")
    void latestStats() {
        TestServer house = house(Setup::open);
        PollingTab tab = house.poll("");
        tab.subscribe();
        tab.next("stats");
        for (int i = 0; i < 4; i++) {
            house.ws("?route=/r" + i);
            house.tick();
        }
        TestServer.eventually(() -> {
            var messages = tab.drain();
            assertThat(messages).hasSizeLessThanOrEqualTo(1);
            assertThat(messages).isNotEmpty();
            assertThat(messages.get(0).path("total").asInt()).isEqualTo(5);
        });
    }

    @Test
    @DisplayName("it may say its route while asking")
    void route() {
        TestServer house = house();
        PollingTab tab = house.poll("?route=/a");
        house.get("/poll?resume=" + tab.connectionId() + "&route=/b");
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
        tab.ask();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
    }

    @Test
    @DisplayName("D6: the public id alone renews nothing and takes no messages")
    void proofNeeded() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.rollcall().send(Target.ids(Set.of(tab.id())), Message.of("private", Map.of()));
        Answer stolen = house.get("/poll?resume=" + tab.id());
        assertThat(stolen.body()).doesNotContain("private");
        assertThat(tab.next().path("type").asString()).isEqualTo("private");
    }

    @Test
    @DisplayName("an endless row of messages to a tab that does not ask is bounded")
    void bounded() {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        PollingTab tab = house.poll("");
        String text = "x".repeat(10_000);
        for (int i = 0; i < 200 && !closings.has(tab.id()); i++) {
            house.rollcall().send(Target.all(), Message.of("news", Map.of("text", text, "number", i)));
        }
        assertThat(closings.await(tab.id()).code()).isEqualTo(4408);
    }

    @Test
    @DisplayName("a busy server stretches the time until a tab comes back, and the lease with it")
    void stretched() {
        TestServer house = house(setup -> setup.set(ContractSettings.POLL_INTERVAL, Duration.ofSeconds(1))
                .set(ContractSettings.POLLS_PER_SECOND, 1));
        PollingTab first = house.poll("");
        for (int i = 0; i < 99; i++) {
            house.poll("");
        }
        long after = first.ask().json().path("after").asLong();
        assertThat(after).isBetween(80_000L, 110_000L);
        house.advance(Duration.ofMillis(after));
        assertThat(first.ask().json().path("connectionId").asString()).isEqualTo(first.connectionId());
    }

    @Test
    @DisplayName("resume: a tab that reconnects is not counted twice while its old connection lingers")
    void resume() {
        TestServer house = house();
        Tab old = house.sse("?version=v1");
        Tab now = house.tab(Transport.WEBSOCKET, "?version=v1&resume=" + old.connectionId());
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        assertThat(house.rollcall().connection(now.id())).isNotNull();
        old.end();
    }

    @Test
    @DisplayName("D6: resume with the public id alone ends nobody's connection")
    void resumeNeedsProof() {
        TestServer house = house();
        Tab victim = house.sse("");
        house.ws("?resume=" + victim.id());
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
        assertThat(victim.hasEnded()).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tabs that cannot hold a connection: they have a lease, get messages late, and are gone when the lease runs out. */
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
        assertThat(Json.column(house.connections(), "transport")).containsExactly("polling", "websocket");
    }

    @Test
    @DisplayName("polling again keeps the lease: one tab stays one connection, with its id")
    void renewed() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1");
        for (int i = 0; i < 20; i++) {
            house.advance(Duration.ofMillis(tab.afterMillis()));
            assertThat(Json.id(tab.ask())).isEqualTo(tab.id());
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("a tab may come a little late, or miss a poll once")
    void late() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.advance(Duration.ofMillis(2 * tab.afterMillis()));
        assertThat(Json.id(tab.ask())).isEqualTo(tab.id());
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
        assertThat(Json.id(answer)).isNotEqualTo(tab.id());
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
    @DisplayName("a lost answer loses nothing: its messages come again until they are confirmed")
    void atLeastOnce() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.rollcall().send(Target.all(), Message.of("news", Map.of("number", 1)));
        assertThat(types(tab.lost())).containsExactly("news");
        house.rollcall().send(Target.all(), Message.of("news", Map.of("number", 2)));
        tab.lost();
        assertThat(tab.drain().stream().map(message -> message.path("number").asInt()))
                .containsExactly(1, 2);
        assertThat(tab.drain()).as("confirmed").isEmpty();
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @Test
    @DisplayName("a tab that presents the bare connectionId of connected, without a number, gets each message once")
    void withoutNumber() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        String bare = "/poll?resume=" + tab.connected().path("connectionId").asString();
        house.rollcall().send(Target.all(), Message.of("news", Map.of()));
        assertThat(types(house.get(bare))).containsExactly("news");
        assertThat(types(house.get(bare))).isEmpty();
    }

    @Test
    @DisplayName("stats whose answer was lost come again, or newer ones")
    void lostStats() {
        TestServer house = house(Setup::open);
        PollingTab tab = house.poll("?route=/a");
        tab.subscribeDelta();
        tab.next("stats");
        house.ws("");
        house.tick();
        TestServer.eventually(() -> assertThat(types(tab.lost())).contains("stats-delta"));
        house.ws("");
        house.tick();
        TestServer.eventually(() -> {
            house.tick();
            assertThat(types(tab.lost())).contains("stats");
        });
        assertThat(tab.next("stats").path("total").asInt()).isEqualTo(3);
    }

    @Test
    @DisplayName("a tab keeps the build that it was opened with, whatever is released or its cookie says later")
    void keepsItsVersion() {
        TestServer house = house();
        PollingTab without = house.poll("?route=/a");
        PollingTab cookie = house.poll("?route=/b", "Cookie", "__nkpv=old");
        String before = house.rollcall().stats().current();
        assertThat(house.rollcall().announce("new").matched()).isEqualTo(2);
        assertThat(types(without.ask())).containsExactly("version");
        Answer changed = house.get("/poll?resume=" + cookie.connectionId(), "Cookie", "__nkpv=new");
        assertThat(types(changed)).containsExactly("version");
        assertThat(house.rollcall().stats().versions()).containsOnly(Map.entry(before, 1), Map.entry("old", 1));
    }

    @Test
    @DisplayName("another build in the same tab is a new connection, and the former one is gone")
    void otherBuild() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1");
        Answer next = tab.load("?version=v2&route=/next");
        assertThat(Json.id(next)).isNotEqualTo(tab.id());
        assertThat(types(next)).containsExactly("connected");
        assertThat(house.rollcall().stats().versions()).containsOnly(Map.entry("v2", 1));
    }

    @Test
    @DisplayName("a lease survives a page load: the tab's next page continues it, on its own route")
    void pageLoad() {
        TestServer house = house();
        PollingTab tab = house.poll("?version=v1&route=/a");
        house.rollcall().send(Target.all(), Message.of("news", Map.of()));
        Answer next = tab.load("?version=v1&route=/b");
        assertThat(Json.id(next)).isEqualTo(tab.id());
        assertThat(types(next)).containsExactly("news");
        assertThat(house.rollcall().stats().routes()).containsOnly(Map.entry("/b", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone.x",
                "AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB",
                "AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB.7"
            })
    @DisplayName("a dead resume makes one lease, however often it is tried, and its first messages are not lost")
    void oneLeaseForOneResume(String dead) {
        TestServer house = house();
        Answer first = house.get("/poll?version=v1&resume=" + dead);
        for (int i = 0; i < 5; i++) {
            Answer again = house.get("/poll?version=v1&resume=" + dead);
            assertThat(Json.id(again)).isEqualTo(Json.id(first));
            assertThat(types(again)).containsExactly("connected");
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        house.ws("?resume=" + dead);
        assertThat(house.rollcall().stats().transports()).containsEntry(Transport.POLLING, 0);
    }

    @Test
    @DisplayName("a copy of a tab, which presents what the tab presented earlier, is another tab")
    void copyOfATab() {
        TestServer house = house();
        PollingTab tab = house.poll("?resume=gone.z");
        PollingTab early = house.poll("?resume=gone.z");
        assertThat(early.id()).as("the first answer may have been lost").isEqualTo(tab.id());
        tab.ask();
        PollingTab copy = house.poll("?resume=gone.z");
        assertThat(copy.id()).isNotEqualTo(tab.id());
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
    }

    @Test
    @DisplayName("many at once with one dead resume are one tab")
    void oneLeaseForManyAtOnce() {
        TestServer house = house();
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> house.get("/poll?resume=gone.y")))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).map(Json::id).distinct())
                .hasSize(1);
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    private static List<String> types(Answer answer) {
        return Json.column(answer.json().path("messages"), "type");
    }

    @Test
    @DisplayName("of the stats that piled up it gets only the latest")
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
    @DisplayName("it may report its route with a poll")
    void route() {
        TestServer house = house();
        PollingTab tab = house.poll("?route=/a");
        house.get("/poll?resume=" + tab.connectionId() + "&route=/b");
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
        tab.ask();
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/b");
    }

    @Test
    @DisplayName("D6: the public id alone renews no lease and takes no messages")
    void proofNeeded() {
        TestServer house = house();
        PollingTab tab = house.poll("");
        house.rollcall().send(Target.ids(Set.of(tab.id())), Message.of("private", Map.of()));
        Answer stolen = house.get("/poll?resume=" + tab.id());
        assertThat(stolen.body()).doesNotContain("private");
        assertThat(tab.next().path("type").asString()).isEqualTo("private");
    }

    @Test
    @DisplayName("the messages that wait for a tab that does not poll are bounded")
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

    @OneProcess("each process stretches its polls by its own load")
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
        assertThat(Json.id(first.ask())).isEqualTo(first.id());
    }

    @Test
    @DisplayName("resume: a tab that reconnects is not counted twice while its old connection lingers")
    void resume() {
        TestServer house = house();
        Tab old = house.sse("?version=v1");
        Tab now = house.tab(Transport.WEBSOCKET, "?version=v1&resume=" + old.connectionId());
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
        assertThat(house.isOpen(now.id())).isTrue();
        old.end();
    }

    @Test
    @DisplayName("D6: resuming with only the public id ends nobody's connection")
    void resumeNeedsProof() {
        TestServer house = house();
        Tab victim = house.sse("");
        house.ws("?resume=" + victim.id());
        assertThat(house.rollcall().stats().total()).isEqualTo(2);
        assertThat(victim.hasEnded()).isFalse();
    }
}

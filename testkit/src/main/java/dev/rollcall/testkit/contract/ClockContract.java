// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What happens to tabs and people when the server's wall clock is set, and when the server itself sleeps: nothing. */
public abstract class ClockContract extends HostContract {

    private static final Duration SLEEP = Duration.ofSeconds(70);

    /** For hosts. */
    protected ClockContract() {}

    @OneProcess("each process counts for its own limits")
    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-1, 1})
    @DisplayName("the wall clock is set: new tabs get in, on each transport, within the limits as before")
    void newTabs(long hours) {
        TestServer house = house(setup -> setup.set(LimitSettings.CONNECT_RATE, 5));
        for (int i = 0; i < 5; i++) {
            house.poll("");
        }
        Errors.check(house.refused(Transport.POLLING, ""), 503);
        house.timer().setWallClock(Duration.ofHours(hours));
        Errors.check(house.refused(Transport.POLLING, ""), 503);
        house.advance(Duration.ofSeconds(1));
        for (Transport transport : Transport.values()) {
            house.tab(transport, "");
        }
        assertThat(house.rollcall().stats().total()).isEqualTo(8);
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-1, 1})
    @DisplayName("the wall clock is set: tabs stay, may send messages, and get what is sent")
    void tabs(long hours) {
        TestServer house = house(Setup::open);
        WebSocketTab socket = house.ws("?route=/s");
        SseTab stream = house.sse("?route=/s");
        socket.fence();
        stream.route("/t");
        house.timer().setWallClock(Duration.ofHours(hours));
        house.tick();
        socket.fence();
        stream.route("/s");
        stream.subscribe();
        assertThat(stream.next("stats").path("total").asInt()).isEqualTo(2);
        assertThat(house.rollcall()
                        .send(Target.all(), Message.of("news", Map.of()))
                        .matched())
                .isEqualTo(2);
        assertThat(socket.next("news").path("type").asString()).isEqualTo("news");
        assertThat(stream.next("news").path("type").asString()).isEqualTo("news");
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-1, 1})
    @DisplayName("the wall clock is set: a lease lasts as long as ever, neither shorter nor longer")
    void leases(long hours) {
        RecordingListener closings = new RecordingListener();
        TestServer house = house(setup -> setup.core(core -> core.listener(closings)));
        PollingTab here = house.poll("");
        PollingTab gone = house.poll("");
        house.timer().setWallClock(Duration.ofHours(hours));
        house.advance(Duration.ofMillis(here.afterMillis()));
        assertThat(Json.id(here.ask())).isEqualTo(here.id());
        house.advance(Duration.ofMillis(here.afterMillis()));
        assertThat(Json.id(here.ask())).isEqualTo(here.id());
        house.advance(Duration.ofSeconds(10));
        assertThat(closings.await(gone.id()).code()).isEqualTo(4410);
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-13, 13})
    @DisplayName("the wall clock is set: people stay signed in, and the right secret opens as before")
    void people(long hours) {
        TestServer house = house();
        String origin = "http://127.0.0.1:" + house.host().port();
        Answer signedIn = house.post("/admin/session", Json.object("secret", Setup.SECRET), "Origin", origin);
        String cookie = signedIn.header("set-cookie").orElseThrow().replaceAll(";.*", "");
        Errors.check(house.get("/admin/stats", "Authorization", "Bearer wrong"), 401);
        house.timer().setWallClock(Duration.ofHours(hours));
        JsonNode session = house.get("/admin/session", "Cookie", cookie).json();
        assertThat(session.path("expires").asLong())
                .isEqualTo(house.timer().millis() + Duration.ofHours(12).toMillis());
        assertThat(house.admin("/admin/stats").status()).isEqualTo(200);
        assertThat(house.get("/health").json().path("uptime").asLong()).isZero();
        house.advance(Duration.ofHours(12));
        assertThat(house.get("/admin/session", "Cookie", cookie)
                        .json()
                        .path("ended")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-1, 1})
    @DisplayName("the wall clock is set: the moments of the history ascend, ten seconds apart")
    void history(long hours) {
        TestServer house = house();
        house.advance(Duration.ofSeconds(30));
        house.timer().setWallClock(Duration.ofHours(hours));
        house.advance(Duration.ofSeconds(20));
        JsonNode at = house.admin("/admin/history").json().path("at");
        assertThat(at.size()).isGreaterThan(5);
        for (int i = 1; i < at.size(); i++) {
            assertThat(at.get(i).asLong() - at.get(i - 1).asLong()).isBetween(0L, 10_000L);
        }
        assertThat(at.get(at.size() - 1).asLong()).isEqualTo(house.timer().millis());
    }

    @OneProcess(
            "the lease of a node runs out while it sleeps; what then becomes of its tabs is tested with the cluster")
    @Test
    @DisplayName("the server sleeps: afterwards every tab is still there, even polling ones, with waiting messages")
    void sleeps() {
        TestServer house = house();
        Tab socket = house.ws("");
        Tab stream = house.sse("");
        PollingTab polling = house.poll("");
        house.advance(Duration.ofSeconds(10));
        house.rollcall().send(Target.all(), Message.of("news", Map.of()));
        house.timer().sleep(SLEEP);
        house.advance(Duration.ofSeconds(2));
        assertThat(house.rollcall().stats().total()).isEqualTo(3);
        assertThat(Json.id(polling.last())).isEqualTo(polling.id());
        for (Tab tab : new Tab[] {socket, stream, polling}) {
            assertThat(tab.next("news").path("type").asString()).isEqualTo("news");
        }
        assertThat(Json.id(polling.last())).isEqualTo(polling.id());
    }

    @Test
    @DisplayName("the server sleeps: what a tab sent meanwhile is read at once, and does not exceed its rate")
    void framesOfTheSleep() {
        TestServer house = house();
        WebSocketTab tab = house.ws("");
        house.timer().sleep(SLEEP);
        for (int i = 0; i < 70; i++) {
            tab.send("ping");
        }
        for (int i = 0; i < 70; i++) {
            assertThat(tab.next().path("type").asString()).isEqualTo("pong");
        }
        house.advance(Duration.ofSeconds(12));
        for (int i = 0; i < 2_000 && !tab.hasEnded(); i++) {
            tab.send("ping");
        }
        assertThat(tab.end()).as("the limit counts again").isIn(1008, -1);
    }
}

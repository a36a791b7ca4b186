// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.OneProcess;
import dev.rollcall.testkit.RecordingListener;
import dev.rollcall.testkit.Setup;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tabs that only watch: counted apart, reached by no command, and admitted even when nobody else is. */
public abstract class ObserverContract extends HostContract {

    /** For hosts. */
    protected ObserverContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("an observer sees stats, and is counted only in the number of observers")
    void countedApart(Transport transport) {
        RecordingListener listener = new RecordingListener();
        TestServer house = house(setup -> setup.open().core(core -> core.listener(listener)));
        Tab visitor = house.ws("?version=v1&route=/a");
        Tab observer = house.tab(transport, "?observe=1&version=v2&route=/wall");
        observer.subscribe();
        JsonNode stats = observer.next("stats");
        assertThat(stats.path("total").asInt()).isEqualTo(1);
        assertThat(stats.path("observers").asInt()).isEqualTo(1);
        assertThat(Json.counts(stats.path("versions"))).containsEntry("v1", 1).doesNotContainKey("v2");
        assertThat(Json.counts(stats.path("routes"))).containsOnly(Map.entry("/a", 1));
        assertThat(Json.counts(stats.path("transports")).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(1);
        assertThat(Json.column(stats.path("connections"), "id")).containsExactly(visitor.id());
        assertThat(Json.column(house.admin("/admin/connections").json().path("connections"), "id"))
                .containsExactly(visitor.id());
        observer.route("/elsewhere");
        assertThat(house.rollcall().stats().routes()).containsOnlyKeys("/a");
        observer.close();
        assertThat(listener.has(observer.id())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("no command reaches an observer, nor is it counted as a tab that was reached")
    void notReached(Transport transport) {
        TestServer house = house();
        Tab observer = house.tab(transport, "?observe=1");
        assertThat(house.rollcall()
                        .send(Target.all(), Message.of("news", Map.of()))
                        .matched())
                .isZero();
        assertThat(house.rollcall()
                        .send(Target.ids(Set.of(observer.id())), Message.of("news", Map.of()))
                        .matched())
                .isZero();
        assertThat(house.rollcall().announce("v9").matched()).isZero();
        assertThat(observer.drain()).allMatch(ObserverContract::isSignOfLife);
        Tab late = house.tab(transport, "?observe=1");
        assertThat(late.drain()).isEmpty();
    }

    private static boolean isSignOfLife(JsonNode message) {
        return message.path("type").asString().equals("keepalive");
    }

    @Test
    @DisplayName("observers are kept alive like tabs, and go like tabs")
    void aliveAndGone() {
        TestServer house = house();
        Tab stream = house.sse("?observe=1");
        Tab lease = house.poll("?observe=1");
        house.advance(Duration.ofSeconds(25));
        assertThat(stream.next().path("type").asString()).isEqualTo("keepalive");
        assertThat(house.rollcall().stats().observers()).isEqualTo(2);
        lease.drain();
        house.advance(Duration.ofSeconds(60));
        assertThat(house.rollcall().stats().observers()).isEqualTo(1);
        stream.close();
        TestServer.eventually(
                () -> assertThat(house.rollcall().stats().observers()).isZero());
    }

    @Test
    @DisplayName("a dashboard's share is the visitors' share: an observer's version says nothing")
    void share() {
        TestServer house = house(setup -> setup.set(ContractSettings.POLL_INTERVAL, Duration.ofSeconds(20)));
        house.rollcall().announce("v2");
        house.ws("?version=v1");
        for (int i = 0; i < 5; i++) {
            house.poll("?observe=1&version=v2");
        }
        assertThat(house.rollcall().stats().percentCurrent()).isZero();
        assertThat(house.rollcall().stats().total()).isEqualTo(1);
    }

    @OneProcess("each process counts for its own limits")
    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("a full server admits an administrator's observer, and nobody else; few places are kept for them")
    void full(Transport transport) {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        Tab visitor = house.ws("");
        String[] secret = {"Authorization", "Bearer " + Setup.SECRET};
        assertThat(house.refused(transport, "?observe=1").status()).isEqualTo(503);
        assertThat(house.refused(transport, "?observe=1", "Authorization", "Bearer wrong")
                        .status())
                .isEqualTo(503);
        assertThat(house.refused(transport, "", secret).status()).isEqualTo(503);
        Tab first = house.tab(transport, "?observe=1", secret);
        for (int i = 1; i < 8; i++) {
            house.tab(transport, "?observe=1", secret);
        }
        assertThat(house.refused(transport, "?observe=1", secret).status()).isEqualTo(503);
        assertThat(house.refused(transport, "").status()).isEqualTo(503);
        first.close();
        house.post("/leave", Json.object("connectionId", first.connectionId()));
        TestServer.eventually(() -> house.tab(transport, "?observe=1", secret));
        visitor.close();
        TestServer.eventually(() -> house.tab(transport, ""));
    }

    @OneProcess("each process counts for its own limits")
    @Test
    @DisplayName("a person who is signed in gets a reserved place with the cookie")
    void fullWithSession() {
        TestServer house = house(setup -> setup.set(LimitSettings.MAX_CONNECTIONS, 1));
        String origin = "http://127.0.0.1:" + house.host().port();
        Answer signedIn = house.post("/admin/session", Json.object("secret", Setup.SECRET), "Origin", origin);
        String cookie = signedIn.header("set-cookie").orElseThrow().replaceAll(";.*", "");
        house.ws("");
        assertThat(house.refused(Transport.SSE, "", "Cookie", cookie).status()).isEqualTo(503);
        Tab wall = house.sse("?observe=1", "Cookie", cookie);
        wall.subscribe();
        assertThat(house.rollcall().stats().observers()).isEqualTo(1);
    }
}

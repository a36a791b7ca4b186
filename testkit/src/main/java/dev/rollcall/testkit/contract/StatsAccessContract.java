// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.testkit.Authorizers;
import dev.rollcall.testkit.HostContract;
import dev.rollcall.testkit.ManualTimer;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Rules of "Who may see stats". */
public abstract class StatsAccessContract extends HostContract {

    private static final JsonNode UNAUTHORIZED = Json.parse("{\"type\":\"stats-unauthorized\"}");

    /** For hosts. */
    protected StatsAccessContract() {}

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("S2: without an authorizer nobody sees stats")
    void denyByDefault(Transport transport) {
        TestServer house = house();
        Tab tab = house.tab(transport, "");
        tab.subscribe();
        assertThat(tab.next()).isEqualTo(UNAUTHORIZED);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @DisplayName("the authorizer is asked with id, headers, cookies, address and transport of the subscription")
    void whatItIsAsked(Transport transport) {
        Authorizers.Asked asked = new Authorizers.Asked();
        TestServer house = house(setup -> setup.authorizer(asked));
        Tab tab = house.tab(transport, "", "Cookie", "session=abc; theme=dark", "X-Custom", "yes");
        tab.subscribe();
        StatsAuthorizer.StatsRequest request = asked.next().request();
        assertThat(request.connectionId()).isEqualTo(tab.id());
        assertThat(request.header("x-custom")).isEqualTo("yes");
        assertThat(request.cookies()).containsEntry("session", "abc").containsEntry("theme", "dark");
        assertThat(request.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(request.transport()).isEqualTo(transport);
    }

    @Test
    @DisplayName("only those who were let in see anything")
    void onlyTheAuthorized() {
        TestServer house = house(setup -> setup.authorizer(request -> CompletableFuture.completedStage(
                new StatsAuthorizer.Decision("yes".equals(request.cookies().get("admin")), null))));
        WebSocketTab admin = house.ws("", "Cookie", "admin=yes");
        WebSocketTab stranger = house.ws("", "Cookie", "admin=no");
        WebSocketTab silent = house.ws("");
        admin.subscribe();
        stranger.subscribe();
        admin.next("stats");
        assertThat(stranger.next()).isEqualTo(UNAUTHORIZED);
        house.ws("?route=/new");
        house.tick();
        admin.next("stats");
        assertThat(stranger.fence()).isEmpty();
        assertThat(silent.fence()).isEmpty();
    }

    @Test
    @DisplayName("no answer within 5 seconds means that the tab should ask again, and a late yes changes nothing")
    void timeout() {
        Authorizers.Asked asked = new Authorizers.Asked();
        TestServer house = house(setup -> setup.authorizer(asked));
        WebSocketTab tab = house.ws("");
        tab.subscribe();
        Authorizers.Question question = asked.next();
        house.advance(Duration.ofMillis(4_900));
        assertThat(tab.fence()).isEmpty();
        house.advance(Duration.ofMillis(200));
        assertThat(tab.next("stats-unauthorized").path("after").asLong()).isBetween(5_000L, 10_000L);
        question.yes();
        house.tick();
        house.ws("").fence();
        house.tick();
        assertThat(tab.fence()).isEmpty();
    }

    @Test
    @DisplayName("an exception and a failed stage mean no")
    void failures() {
        TestServer throwing = house(setup -> setup.authorizer(request -> {
            throw new IllegalStateException("thrown on purpose by the test");
        }));
        Tab one = throwing.ws("");
        one.subscribe();
        assertThat(one.next()).isEqualTo(UNAUTHORIZED);
        TestServer failing = house(setup ->
                setup.authorizer(request -> CompletableFuture.failedStage(new IllegalStateException("on purpose"))));
        Tab two = failing.ws("");
        two.subscribe();
        assertThat(two.next()).isEqualTo(UNAUTHORIZED);
    }

    @Test
    @DisplayName("an authorizer that blocks holds up nobody else")
    void blocking() {
        CountDownLatch release = new CountDownLatch(1);
        closing(release::countDown);
        TestServer house = house(setup -> setup.authorizer(request -> {
            awaitQuietly(release);
            return CompletableFuture.completedStage(StatsAuthorizer.Decision.granted());
        }));
        WebSocketTab waiting = house.ws("");
        waiting.subscribe();
        for (int i = 0; i < 20; i++) {
            assertThat(house.ws("").fence()).isEmpty();
        }
        assertThat(waiting.fence()).isEmpty();
        release.countDown();
        waiting.next("stats");
    }

    @Test
    @DisplayName("S2: the right is checked again at most every 30 minutes; losing it ends the stats")
    void recheck() {
        AtomicBoolean allowed = new AtomicBoolean(true);
        TestServer house = house(setup -> setup.authorizer(Authorizers.switched(allowed)));
        Tab admin = house.sse(""); // an SSE tab survives half an hour without a pong
        admin.subscribe();
        admin.next("stats");
        allowed.set(false);
        house.advance(Duration.ofMinutes(30));
        assertThat(admin.next("stats-unauthorized")).isEqualTo(UNAUTHORIZED);
        house.ws("?route=/new");
        house.tick();
        house.advance(Duration.ofSeconds(26));
        assertThat(admin.next().path("type").asString()).isEqualTo("keepalive");
    }

    @Test
    @DisplayName("S2: a lasting right is checked again and again, without the tab noticing")
    void recheckHolds() {
        Authorizers.Asked asked = new Authorizers.Asked();
        TestServer house = house(setup -> setup.authorizer(asked));
        Tab admin = house.sse("");
        admin.subscribe();
        asked.next().yes();
        admin.next("stats");
        house.advance(Duration.ofMinutes(30));
        asked.next().yes();
        house.ws("?route=/still-sees");
        house.tick();
        admin.next("stats");
        house.advance(Duration.ofMinutes(30));
        asked.next().no();
        admin.next("stats-unauthorized");
    }

    @Test
    @DisplayName("S2: a tab that sees stats keeps them while its right is undecided, for half an hour at most")
    void undecided() {
        AtomicReference<Decision> answer = new AtomicReference<>(Decision.granted());
        TestServer house = house(setup -> setup.authorizer(request -> CompletableFuture.completedStage(answer.get())));
        Tab admin = house.sse("");
        admin.subscribe();
        admin.next("stats");
        answer.set(Decision.denied(Refusal.CALLBACK_FAILED));
        house.advance(Duration.ofMinutes(31));
        admin.subscribe();
        TestServer.eventually(
                () -> assertThat(house.admin("/admin/refusals").body()).contains("callback-failed"));
        house.ws("?route=/still-seen");
        house.tick();
        assertThat(admin.next("stats").toString()).doesNotContain("unauthorized");
        Tab stranger = house.ws("");
        stranger.subscribe();
        assertThat(stranger.next().path("after").asLong()).isPositive();
        answer.set(Decision.denied());
        house.advance(Duration.ofMinutes(1));
        assertThat(admin.next("stats-unauthorized")).isEqualTo(UNAUTHORIZED);
    }

    @Test
    @DisplayName("S2: a right ends when the session it came from ends")
    void sessionEnds() {
        AtomicBoolean first = new AtomicBoolean(true);
        Instant end = Instant.ofEpochMilli(ManualTimer.START_MILLIS).plus(Duration.ofMinutes(3));
        TestServer house = house(setup -> setup.authorizer(request -> CompletableFuture.completedStage(
                first.getAndSet(false)
                        ? StatsAuthorizer.Decision.grantedUntil(end)
                        : StatsAuthorizer.Decision.denied())));
        Tab admin = house.sse("");
        admin.subscribe();
        admin.next("stats");
        house.advance(Duration.ofSeconds(170));
        admin.drain().forEach(message -> assertThat(message).isNotEqualTo(UNAUTHORIZED));
        house.advance(Duration.ofSeconds(11));
        assertThat(admin.next("stats-unauthorized")).isEqualTo(UNAUTHORIZED);
    }

    @Test
    @DisplayName("a tab that was refused may ask again, later with success")
    void again() {
        AtomicBoolean allowed = new AtomicBoolean();
        TestServer house = house(setup -> setup.authorizer(Authorizers.switched(allowed)));
        WebSocketTab tab = house.ws("");
        tab.subscribe();
        assertThat(tab.next()).isEqualTo(UNAUTHORIZED);
        allowed.set(true);
        tab.subscribe();
        assertThat(tab.next().path("type").asString()).isEqualTo("stats");
    }

    @Test
    @DisplayName("a tab that leaves while the authorizer thinks is forgotten")
    void leavesMeanwhile() {
        Authorizers.Asked asked = new Authorizers.Asked();
        TestServer house = house(setup -> setup.authorizer(asked));
        WebSocketTab tab = house.ws("");
        tab.subscribe();
        Authorizers.Question question = asked.next();
        tab.leave();
        TestServer.eventually(() -> assertThat(house.rollcall().stats().total()).isZero());
        question.yes();
        house.tick();
        TestServer.eventually(() -> assertThat(house.subscribers()).isZero());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

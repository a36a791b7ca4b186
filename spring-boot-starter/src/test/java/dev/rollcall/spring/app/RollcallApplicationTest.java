// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.match.Target;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rollcall in a running application, together with Spring Security, Actuator and Micrometer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollcallApplicationTest {

    private static final String BASE = "/__skew";
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString(("ada:" + TestApplication.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final TestApplication app = started();

    private static TestApplication started() {
        return TestApplication.start(
                "--rollcall.stats.role=ADMIN",
                "--rollcall.user-label=true",
                "--rollcall.secrets.admin=correct-horse",
                "--management.endpoints.web.exposure.include=rollcall,health,metrics",
                "--management.endpoint.health.show-details=always");
    }

    @BeforeAll
    void nobodyIsThere() {
        app.awaitTotal(0);
    }

    @AfterEach
    void everybodyLeaves() {
        app.rollcall().connections(Target.all()).forEach(info -> {
            var connection = app.rollcall().connection(info.id());
            if (connection != null) {
                connection.disconnect(Disconnect.LOST);
            }
        });
        app.awaitTotal(0);
    }

    @AfterAll
    void close() {
        app.close();
    }

    @Test
    @DisplayName("strangers' tabs are let in on every transport, and reach nothing else in the application")
    void transports() {
        WebSocketTab webSocket = WebSocketTab.open(app.http(), BASE + "/ws?version=v1");
        SseTab sse = SseTab.open(app.http(), BASE, "?version=v1");
        PollingTab polling = PollingTab.open(app.http(), BASE, "?version=v2");
        assertThat(app.rollcall().stats().versions()).containsEntry("v1", 2).containsEntry("v2", 1);
        sse.route("/by-post");
        eventually(() -> assertThat(app.rollcall().stats().routes()).containsKey("/by-post"));
        assertThat(webSocket.fence()).isEmpty();
        assertThat(app.http().get("/build").status()).isIn(302, 401);
        polling.close();
        webSocket.close();
        sse.close();
    }

    @Test
    @DisplayName("strangers' pages get the script for a tag, and browsers keep it under the address with its hash")
    void script() {
        Answer present = app.http().get(BASE + "/client.js", "Accept-Encoding", "gzip");
        assertThat(present.status()).isEqualTo(200);
        assertThat(present.header("content-encoding")).hasValue("gzip");
        assertThat(present.header("cache-control")).hasValue("no-cache");
        Answer kept =
                app.http().get(BASE + "/" + present.header("content-location").orElseThrow());
        assertThat(kept.body()).contains("rollcall-prompt");
        assertThat(kept.header("cache-control")).hasValue("public, max-age=31536000, immutable");
    }

    @Test
    @DisplayName("listener beans and listeners to application events are both called")
    void hooks() {
        app.heard().clear();
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws?version=v7&route=/a");
        tab.route("/b");
        tab.fence();
        tab.leave();
        eventually(() -> assertThat(app.heard())
                .contains("listener opened v7", "event opened v7", "event moved /a /b", "event closed client"));
    }

    @Test
    @DisplayName("stats.role: people signed in with the role may see stats, on WebSocket and on SSE; nobody else may")
    void role() {
        String session = app.signIn();
        WebSocketTab webSocket = WebSocketTab.open(app.http(), BASE + "/ws", "Cookie", session);
        webSocket.subscribe();
        assertThat(webSocket.next("stats").path("total").asInt()).isEqualTo(1);
        SseTab sse = SseTab.open(app.http(), BASE, "", "Cookie", session);
        sse.subscribe();
        assertThat(sse.next("stats").path("total").asInt()).isPositive();
        WebSocketTab stranger = WebSocketTab.open(app.http(), BASE + "/ws", "may-see-stats", "yes");
        stranger.subscribe();
        assertThat(stranger.next("stats-unauthorized")).isNotNull();
    }

    @Test
    @DisplayName("user-label: a tab carries the name of the person who is signed in")
    void label() {
        SseTab named = SseTab.open(app.http(), BASE, "?version=v2", "Cookie", app.signIn());
        SseTab unnamed = SseTab.open(app.http(), BASE, "?version=v3");
        assertThat(app.rollcall().connections(Target.users(Set.of("ada"))))
                .singleElement()
                .satisfies(info -> assertThat(info.id()).isEqualTo(named.id()));
        assertThat(unnamed.id()).isNotEqualTo(named.id());
    }

    @Test
    @DisplayName("Actuator: stats, connections, invalidate, announce; only for people the application admits")
    void endpoint() {
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws?version=v1&route=/shop");
        assertThat(app.http().get("/actuator/rollcall").status()).isIn(302, 401);
        Answer stats = app.http().get("/actuator/rollcall", "Authorization", BASIC);
        assertThat(stats.json().path("versions").path("v1").asInt()).isEqualTo(1);
        Answer connections = app.http().get("/actuator/rollcall/connections?route=/shop", "Authorization", BASIC);
        assertThat(connections.json().path("connections").size()).isEqualTo(1);
        assertThat(connections
                        .json()
                        .path("connections")
                        .path(0)
                        .path("transport")
                        .asString())
                .isEqualTo("websocket");
        assertThat(stats.json().path("transports").path("websocket").asInt()).isEqualTo(1);
        Answer invalidated =
                app.http().post("/actuator/rollcall/invalidate", "{\"route\":\"/shop\"}", "Authorization", BASIC);
        assertThat(invalidated.json().path("matched").asInt()).isEqualTo(1);
        assertThat(tab.next().path("type").asString()).isNotEmpty();
        assertThat(app.http()
                        .post("/actuator/rollcall/explode", "{}", "Authorization", BASIC)
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("health shows version and connections; meters are in the application's registry")
    void healthAndMetrics() {
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws");
        var rollcall = app.http()
                .get("/actuator/health", "Authorization", BASIC)
                .json()
                .path("components")
                .path("rollcall");
        assertThat(rollcall.path("status").asString()).isEqualTo("UP");
        assertThat(rollcall.path("details").path("connections").asInt()).isEqualTo(1);
        var gauge = app.http()
                .get("/actuator/metrics/rollcall.connections?tag=transport:websocket", "Authorization", BASIC)
                .json();
        assertThat(gauge.path("measurements").path(0).path("value").asDouble()).isEqualTo(1);
        assertThat(tab.fence()).isEmpty();
    }

    @Test
    @DisplayName("the admin endpoints require the secret, whoever is signed in")
    void secret() {
        assertThat(app.http().get(BASE + "/admin/stats", "Cookie", app.signIn()).status())
                .isEqualTo(401);
        assertThat(app.http()
                        .get(BASE + "/admin/stats", "Authorization", "Bearer correct-horse")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("a context path precedes everything, including what strangers may reach")
    void contextPath() {
        try (TestApplication below = TestApplication.start("--server.servlet.context-path=/shop")) {
            SseTab tab = SseTab.open(below.http(), "/shop" + BASE, "?route=/a");
            tab.route("/b");
            eventually(() -> assertThat(below.rollcall().stats().routes()).containsOnlyKeys("/b"));
            assertThat(below.http().get(BASE + "/health").status()).isEqualTo(404);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.match.Target;
import dev.rollcall.spring.ClientVersion;
import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollcall in a running WebFlux application, together with Spring Security, Actuator and Micrometer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FluxApplicationTest {

    private static final String BASE = "/__skew";
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString(("ada:" + TestApplication.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final FluxApplication app = FluxApplication.start(
            "--rollcall.stats.role=ADMIN",
            "--rollcall.user-label=true",
            "--rollcall.secrets.admin=correct-horse",
            "--management.endpoints.web.exposure.include=rollcall,health,metrics",
            "--management.endpoint.health.show-details=always");

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
        assertThat(app.http().get("/secret").status()).isIn(302, 401);
        assertThat(app.http().get("/__skewed").status()).isIn(302, 401);
        polling.close();
        webSocket.close();
        sse.close();
    }

    @Test
    @DisplayName("listeners to application events are called, and a tab that leaves is gone at once")
    void hooks() {
        app.heard().clear();
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws?version=v7");
        tab.leave();
        eventually(() -> assertThat(app.heard()).contains("opened v7", "closed client"));
    }

    @Test
    @DisplayName("stats.role: people signed in with the role by session or password may see stats; nobody else may")
    void role() {
        String session = app.signIn();
        WebSocketTab webSocket = WebSocketTab.open(app.http(), BASE + "/ws", "Cookie", session);
        webSocket.subscribe();
        assertThat(webSocket.next("stats").path("total").asInt()).isEqualTo(1);
        SseTab sse = SseTab.open(app.http(), BASE, "", "Cookie", session);
        sse.subscribe();
        assertThat(sse.next("stats").path("total").asInt()).isPositive();
        WebSocketTab basic = WebSocketTab.open(app.http(), BASE + "/ws", "Authorization", BASIC);
        basic.subscribe();
        assertThat(basic.next("stats")).isNotNull();
        for (String[] stranger : new String[][] {
            {"may-see-stats", "yes"}, {"Cookie", "SESSION=guess"}, {"Authorization", "Basic YWRhOndyb25n"}
        }) {
            WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws", stranger);
            tab.subscribe();
            assertThat(tab.next("stats-unauthorized")).isNotNull();
        }
    }

    @Test
    @DisplayName("user-label: a tab carries the name of the person who is signed in, and no other")
    void label() {
        SseTab named = SseTab.open(app.http(), BASE, "?version=v2", "Cookie", app.signIn());
        SseTab unnamed = SseTab.open(app.http(), BASE, "?version=v3", "user", "ada");
        assertThat(app.rollcall().connections(Target.users(Set.of("ada"))))
                .singleElement()
                .satisfies(info -> assertThat(info.id()).isEqualTo(named.id()));
        assertThat(unnamed.id()).isNotEqualTo(named.id());
    }

    @ParameterizedTest
    @MethodSource("dev.rollcall.spring.PageVersionTest#requests")
    @DisplayName("handlers learn which build a page runs, and how certain that is")
    void clientVersions(String query, List<String> headers, ClientVersion expected) {
        var build = app.http()
                .get("/open/build" + query, headers.toArray(String[]::new))
                .json();
        assertThat(build.path("version").asString()).isEqualTo(expected.version() == null ? "" : expected.version());
        assertThat(build.path("source").asString()).isEqualTo(expected.source().name());
        assertThat(build.path("state").asString()).isEqualTo(expected.state().name());
        assertThat(build.path("outdated").asBoolean()).isEqualTo(expected.isOutdated());
    }

    @Test
    @DisplayName("Actuator, health and meters are as in a servlet application")
    void actuator() {
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws?version=v1&route=/shop");
        assertThat(app.http().get("/actuator/rollcall").status()).isIn(302, 401);
        var stats = app.http().get("/actuator/rollcall", "Authorization", BASIC).json();
        assertThat(stats.path("versions").path("v1").asInt()).isEqualTo(1);
        var invalidated =
                app.http().post("/actuator/rollcall/invalidate", "{\"route\":\"/shop\"}", "Authorization", BASIC);
        assertThat(invalidated.json().path("matched").asInt()).isEqualTo(1);
        assertThat(tab.next("version").path("force").asBoolean()).isTrue();
        var health = app.http().get("/actuator/health", "Authorization", BASIC).json();
        assertThat(health.path("components").path("rollcall").path("status").asString())
                .isEqualTo("UP");
        var gauge = app.http()
                .get("/actuator/metrics/rollcall.connections?tag=transport:websocket", "Authorization", BASIC)
                .json();
        assertThat(gauge.path("measurements").path(0).path("value").asDouble()).isEqualTo(1);
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
    @DisplayName("the admin endpoints require the secret, whoever is signed in; the dashboard is served")
    void secret() {
        String session = app.signIn();
        assertThat(app.http().get(BASE + "/admin/stats", "Cookie", session).status())
                .isEqualTo(401);
        assertThat(app.http()
                        .get(BASE + "/admin/stats", "Authorization", "Bearer correct-horse")
                        .status())
                .isEqualTo(200);
        assertThat(app.http().get(BASE + "/dashboard/").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("a connection that was kept alive after ordinary requests can become a stream")
    void streamAfterOrdinaryRequests() {
        RawSocket socket = RawSocket.connect(app.port());
        assertThat(socket.request("GET", "/open/hello").answer().body()).isEqualTo("hello");
        socket.request("POST", "/open/echo", "Content-Type", "text/plain", "Content-Length", "2")
                .send("hi");
        assertThat(socket.answer().body()).isEqualTo("hi");
        assertThat(socket.request("GET", BASE + "/sse").head().status()).isEqualTo(200);
        app.awaitTotal(1);
        socket.reset();
        app.awaitTotal(0);
    }

    @Test
    @DisplayName("a connection that was kept alive after ordinary requests can become a WebSocket, and ends in order")
    void webSocketAfterOrdinaryRequests() {
        RawSocket socket = RawSocket.connect(app.port());
        assertThat(socket.request("GET", "/open/hello").answer().body()).isEqualTo("hello");
        assertThat(socket.upgrade(BASE + "/ws").head().status()).isEqualTo(101);
        assertThat(socket.frame().text()).contains("connected");
        app.awaitTotal(1);
        everybodyLeaves();
        assertThat(socket.frame().closeCode()).isPositive();
    }

    @Test
    @DisplayName("ordinary requests and Rollcall's alternate on one connection, with bodies, in pieces, in chunks")
    void turns() {
        RawSocket socket = RawSocket.connect(app.port());
        for (int i = 0; i < 3; i++) {
            assertThat(socket.request("GET", BASE + "/health")
                            .answer()
                            .json()
                            .path("ok")
                            .asBoolean())
                    .isTrue();
            assertThat(socket.request("GET", "/open/hello").answer().body()).isEqualTo("hello");
            String json = "{\"connectionId\":\"nobody\",\"route\":\"/a\"}";
            socket.request(
                    "POST",
                    BASE + "/route",
                    "Content-Type",
                    "application/json",
                    "Content-Length",
                    String.valueOf(json.length()));
            socket.send(json.substring(0, 10)).send(json.substring(10));
            assertThat(socket.answer().status()).isIn(400, 404);
            socket.request("POST", "/open/echo", "Content-Type", "text/plain", "Transfer-Encoding", "chunked")
                    .send("3\r\nabc\r\n")
                    .send("0\r\n\r\n");
            assertThat(socket.answer().body()).isEqualTo("abc");
        }
        socket.request("POST", BASE + "/route", "Content-Length", "100000").send("x".repeat(50_000));
        assertThat(socket.head().status()).isEqualTo(413);
    }

    @Test
    @DisplayName("pipelined requests of both kinds are answered in order, and the last one may be a stream")
    void pipelined() {
        RawSocket socket = RawSocket.connect(app.port());
        socket.send(get("/open/gate")
                + get(BASE + "/health")
                + "POST /open/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
                + get(BASE + "/nothing-here")
                + get(BASE + "/health")
                + get("/open/hello")
                + get(BASE + "/sse"));
        app.openGate();
        assertThat(socket.answer().body()).isEqualTo("gate");
        assertThat(socket.answer().json().path("ok").asBoolean()).isTrue();
        assertThat(socket.answer().body()).isEqualTo("hi");
        assertThat(socket.answer().status()).isEqualTo(404);
        assertThat(socket.answer().status()).isEqualTo(200);
        assertThat(socket.answer().body()).isEqualTo("hello");
        assertThat(socket.head().header("Content-Type").orElseThrow()).contains("text/event-stream");
        app.awaitTotal(1);
        socket.close();
    }

    @Test
    @DisplayName("after two requests in one piece the connection continues, although Reactor Netty forgets to read")
    void goesOn() {
        try (RawSocket socket = RawSocket.connect(app.port())) {
            socket.send(get("/open/gate") + get("/open/hello"));
            app.openGate();
            assertThat(socket.answer().body()).isEqualTo("gate");
            assertThat(socket.answer().body()).isEqualTo("hello");
            socket.send(get(BASE + "/health"));
            assertThat(socket.answer().status()).isEqualTo(200);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: " + Http.BROWSER + "\r\n\r\n";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.netty;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.RawSocket;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import dev.rollcall.testkit.process.FreePort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The dense host on a second port of a servlet application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NettyPortTest {

    private static final String BASE = "/__skew";

    private final int port = FreePort.find();
    private final TestApplication app = start(port);
    private final Http dense = new Http(port);

    private static TestApplication start(int port) {
        return TestApplication.start(
                "--rollcall.netty.port=" + port,
                "--rollcall.netty.address=127.0.0.1",
                "--rollcall.stats.role=ADMIN",
                "--rollcall.dashboard.admin-role=ADMIN",
                "--rollcall.user-label=true",
                "--rollcall.secrets.admin=correct-horse");
    }

    @AfterEach
    void everybodyLeaves() {
        app.awaitTotal(0);
    }

    @AfterAll
    void close() {
        app.close();
    }

    @Test
    @DisplayName("tabs on both ports are counted together, and either port shows the count")
    void countedTogether() {
        WebSocketTab here = WebSocketTab.open(app.http(), BASE + "/ws?version=v1");
        SseTab there = SseTab.open(dense, BASE, "?version=v2");
        assertThat(app.rollcall().stats().versions()).containsEntry("v1", 1).containsEntry("v2", 1);
        for (Http http : new Http[] {app.http(), dense}) {
            var stats = http.get(BASE + "/admin/stats", "Authorization", "Bearer correct-horse")
                    .json();
            assertThat(stats.path("total").asInt()).isEqualTo(2);
        }
        there.route("/by-post");
        eventually(() -> assertThat(app.rollcall().stats().routes()).containsKey("/by-post"));
        here.close();
        there.close();
    }

    @Test
    @DisplayName("a command given on the application's port reaches tabs on the other")
    void command() {
        WebSocketTab tab = WebSocketTab.open(dense, BASE + "/ws?version=v1&route=/shop");
        var answer = app.http()
                .post(
                        BASE + "/admin/invalidate-route",
                        "{\"route\":\"/shop\"}",
                        "Authorization",
                        "Bearer correct-horse");
        assertThat(answer.json().path("matched").asInt()).isEqualTo(1);
        assertThat(tab.next("version").path("force").asBoolean()).isTrue();
        tab.close();
    }

    @Test
    @DisplayName("S2: a role opens the dashboard only on the application's port; the other one offers no such sign-in")
    void dashboard() {
        String session = app.signIn();
        String path = BASE + "/admin/session";
        assertThat(app.http().get(path, "Cookie", session).json().path("name").asString())
                .isEqualTo("ada");
        assertThat(dense.get(path, "Cookie", session).json())
                .isEqualTo(Json.parse("{\"ok\":true,\"name\":null,\"scopes\":[],\"ended\":false}"));
        assertThat(dense.get(BASE + "/admin/stats", "Cookie", session).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("S2: that port knows neither names nor roles, and neither can be forged there")
    void forgery() {
        String session = app.signIn();
        RawSocket forger = RawSocket.connect(port)
                .send("GET " + BASE + "/sse HTTP/1.1\r\n user: ada\r\nHost: localhost\r\nUser-Agent: " + Http.BROWSER
                        + "\r\n user: ada\r\nuser: ada\r\n\tuser: ada\r\nX: y\r\n may-see-stats: yes\r\nCookie: "
                        + session
                        + "\r\n\r\n");
        forger.statusOrClosed();
        WebSocketTab tab = WebSocketTab.open(
                dense,
                BASE + "/ws",
                "Cookie",
                session,
                "user",
                "ada",
                "may-see-stats",
                "yes",
                "X",
                "y\t may-see-stats: yes");
        tab.subscribe();
        assertThat(tab.next("stats-unauthorized")).isNotNull();
        assertThat(app.rollcall().connections(dev.rollcall.core.match.Target.all()))
                .allSatisfy(info -> assertThat(info.user()).isNull());
        tab.close();
        forger.close();
    }

    @Test
    @DisplayName("the container's limit applies to tabs on the application's port, not to those on the second")
    void limits() {
        ProtocolOptions options = app.context().getBean(ProtocolOptions.class);
        assertThat(options.maxConnections()).isEqualTo(Integer.MAX_VALUE);
        app.host().heldConnections().limit(1);
        WebSocketTab here = WebSocketTab.open(app.http(), BASE + "/ws");
        var full = app.http().get(BASE + "/sse");
        assertThat(full.status()).isEqualTo(503);
        assertThat(Integer.parseInt(full.header("Retry-After").orElseThrow())).isBetween(10, 40);
        WebSocketTab there = WebSocketTab.open(dense, BASE + "/ws");
        assertThat(app.rollcall().stats().total()).isEqualTo(2);
        here.close();
        there.close();
        app.awaitTotal(0);
        eventually(() -> assertThat(app.host().heldConnections().count()).isZero());
        app.host().heldConnections().limit(Integer.MAX_VALUE);
    }

    @Test
    @Timeout(60)
    @DisplayName("shutdown sends the tabs on both ports away before the web server waits for its requests")
    void shutdown() {
        int own = FreePort.find();
        TestApplication leaving = TestApplication.start(
                "--rollcall.netty.port=" + own,
                "--server.shutdown=graceful",
                "--spring.lifecycle.timeout-per-shutdown-phase=10m", // a server that waited for tabs would wait too
                // long
                "--rollcall.shutdown-grace=3s");
        RawSocket here = leaving.held(BASE + "/sse");
        RawSocket there = RawSocket.connect(own).request("GET", BASE + "/sse");
        there.head();
        leaving.awaitTotal(2);
        leaving.context().close();
        assertThat(here.readToEnd()).contains("\"reconnect\"");
        assertThat(there.readToEnd()).contains("\"reconnect\"");
        leaving.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** People of a WebFlux application who use the dashboard by their roles. */
class FluxDashboardRolesTest {

    private static final String BASE = "/__skew";
    private static final String SESSION = BASE + "/admin/session";
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString(("ada:" + TestApplication.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private static final String[] ROLES = {
        "--rollcall.dashboard.admin-role=ADMIN",
        "--rollcall.dashboard.login-url=/login",
        "--rollcall.dashboard.logout-url=/logout"
    };

    /* One at a time: an application that ends also ends Reactor's threads. */
    private FluxApplication app;

    @BeforeEach
    void start() {
        app = FluxApplication.start(ROLES);
    }

    @AfterEach
    void close() {
        app.close();
    }

    private Answer announce(String version, String... headers) {
        return app.http().post(BASE + "/admin/releases", Json.object("version", version), headers);
    }

    private String origin() {
        return "http://127.0.0.1:" + app.port();
    }

    @Test
    @DisplayName("people signed in with a role see live stats, read and command under their own name, without a secret")
    void roles() {
        String ada = app.signIn();
        assertThat(app.http().get(SESSION, "Cookie", ada).json())
                .isEqualTo(Json.parse(
                        "{\"ok\":true,\"name\":\"ada\",\"scopes\":[\"read\",\"announce\",\"reload\",\"admin\"],"
                                + "\"by\":\"application\",\"signOut\":\"/logout\"}"));
        WebSocketTab dashboard = WebSocketTab.open(app.http(), BASE + "/ws?observe=1", "Cookie", ada);
        dashboard.subscribe();
        assertThat(dashboard.next("stats").path("total").asInt()).isZero();
        assertThat(announce("v3", "Cookie", ada, "Origin", origin()).status()).isEqualTo(200);
        var entry = app.http()
                .get(BASE + "/admin/audit", "Cookie", ada)
                .json()
                .path("entries")
                .path(0);
        assertThat(List.of(entry.path("by").asString(), entry.path("via").asString()))
                .containsExactly("ada", "identity");
        dashboard.close();
    }

    @Test
    @DisplayName(
            "S1: the application's cookie, or a password that the browser adds, commands nothing for other sites' pages")
    void forged() {
        String before = app.rollcall().currentVersion();
        for (String[] ada : List.of(new String[] {"Cookie", app.signIn()}, new String[] {"Authorization", BASIC})) {
            assertThat(announce("v9", ada).status()).isEqualTo(403);
            for (String origin : List.of("https://elsewhere.example", "null")) {
                assertThat(announce("v9", ada[0], ada[1], "Origin", origin).status())
                        .isEqualTo(403);
            }
        }
        assertThat(app.rollcall().currentVersion()).isEqualTo(before);
    }

    @Test
    @DisplayName("after signing out of the application the next request is a stranger's, who learns where to sign in")
    void signedOut() {
        String ada = app.signIn();
        assertThat(app.http().get(BASE + "/admin/stats", "Cookie", ada).status())
                .isEqualTo(200);
        app.http().send("POST", "/logout", BodyPublishers.noBody(), "Cookie", ada);
        assertThat(app.http().get(BASE + "/admin/stats", "Cookie", ada).status())
                .isEqualTo(401);
        assertThat(app.http().get(SESSION, "Cookie", ada).json().path("application"))
                .isEqualTo(Json.parse("{\"name\":null,\"signIn\":\"/login\"}"));
    }

    @Test
    @DisplayName(
            "after signing out of the application live stats end at once, on each transport, and only those of that session")
    void signedOutEndsLiveStats() {
        String ada = app.signIn();
        WebSocketTab socket = watching("Cookie", ada);
        SseTab stream = SseTab.open(app.http(), BASE, "?observe=1", "Cookie", ada);
        stream.subscribe();
        assertThat(stream.next("stats")).isNotNull();
        WebSocketTab otherSession = watching("Cookie", app.signIn());
        WebSocketTab byPassword = watching("Authorization", BASIC);
        app.http().send("POST", "/logout", BodyPublishers.noBody(), "Cookie", ada);
        assertThat(socket.next("stats-unauthorized")).isNotNull();
        assertThat(stream.next("stats-unauthorized")).isNotNull();
        assertThat(app.rollcall().internals().statsFeed().subscribers()).isEqualTo(2);
        socket.subscribe();
        assertThat(socket.next("stats-unauthorized")).isNotNull();
        WebSocketTab visitor = WebSocketTab.open(app.http(), BASE + "/ws");
        awaitVisitor(otherSession);
        awaitVisitor(byPassword);
        visitor.close();
    }

    @Test
    @DisplayName(
            "signing in again, which changes the session's id, leaves live stats alone; signing out still ends them")
    void signedInAgain() {
        String ada = app.signIn();
        WebSocketTab dashboard = watching("Cookie", ada);
        String again = app.http()
                .send(
                        "POST",
                        "/login",
                        BodyPublishers.ofString("username=ada&password=" + TestApplication.PASSWORD),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Cookie",
                        ada)
                .header("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        assertThat(again).isNotEqualTo(ada);
        WebSocketTab visitor = WebSocketTab.open(app.http(), BASE + "/ws");
        awaitVisitor(dashboard);
        app.http().send("POST", "/logout", BodyPublishers.noBody(), "Cookie", again);
        assertThat(dashboard.next("stats-unauthorized")).isNotNull();
        visitor.close();
    }

    private WebSocketTab watching(String header, String value) {
        WebSocketTab tab = WebSocketTab.open(app.http(), BASE + "/ws?observe=1", header, value);
        tab.subscribe();
        assertThat(tab.next("stats").path("total").asInt()).isZero();
        return tab;
    }

    /** Fails when there are no stats for some seconds. */
    private static void awaitVisitor(WebSocketTab dashboard) {
        int total = 0;
        while (total != 1) {
            total = dashboard.next("stats").path("total").asInt();
        }
    }

    @Test
    @DisplayName("without a role in the settings nobody is admitted, whatever their role is")
    void denies() {
        app.close();
        app = FluxApplication.start("--rollcall.stats.role=ADMIN");
        String ada = app.signIn();
        assertThat(app.http().get(BASE + "/admin/stats", "Cookie", ada).status())
                .isEqualTo(503);
        assertThat(app.http().get(SESSION, "Cookie", ada).json().path("name").isNull())
                .isTrue();
    }
}

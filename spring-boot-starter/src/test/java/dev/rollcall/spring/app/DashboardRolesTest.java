// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.app.TestApplication.Container;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.WebSocketTab;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** People of the application who use the dashboard by their roles, in a running application. */
class DashboardRolesTest {

    private static final String BASE = "/__skew";
    private static final String SESSION = BASE + "/admin/session";
    private static final String[] ROLES = {
        "--rollcall.dashboard.read-role=VIEWER",
        "--rollcall.dashboard.admin-role=ADMIN",
        "--rollcall.dashboard.login-url=/login",
        "--rollcall.dashboard.logout-url=/logout"
    };

    private static TestApplication start(Container container) {
        return container.start(List.of(People.class), ROLES);
    }

    private static Answer announce(TestApplication app, String version, String... headers) {
        return app.http().post(BASE + "/admin/releases", Json.object("version", version), headers);
    }

    private static String origin(TestApplication app) {
        return "http://127.0.0.1:" + app.port();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("people signed in to the application with a role read and command by it, without a secret")
    void roles(Container container) {
        try (TestApplication app = start(container)) {
            String ada = app.signIn("ada");
            String vera = app.signIn("vera");
            assertThat(app.http().get(SESSION, "Cookie", ada).json())
                    .isEqualTo(Json.parse(
                            "{\"ok\":true,\"name\":\"ada\",\"scopes\":[\"read\",\"announce\",\"reload\",\"admin\"],"
                                    + "\"by\":\"application\",\"signOut\":\"/logout\"}"));
            assertThat(announce(app, "v3", "Cookie", vera, "Origin", origin(app))
                            .status())
                    .isEqualTo(403);
            assertThat(announce(app, "v3", "Cookie", ada, "Origin", origin(app)).status())
                    .isEqualTo(200);
            var entry = app.http()
                    .get(BASE + "/admin/audit", "Cookie", vera)
                    .json()
                    .path("entries")
                    .path(0);
            assertThat(entry.path("by").asString()).isEqualTo("ada");
            assertThat(entry.path("via").asString()).isEqualTo("identity");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "S1: the application's cookie commands nothing for pages of other sites, and nothing without an Origin")
    void forged(Container container) {
        try (TestApplication app = start(container)) {
            String ada = app.signIn("ada");
            assertThat(announce(app, "v3", "Cookie", ada).status()).isEqualTo(403);
            for (String origin : List.of("https://elsewhere.example", "null", origin(app) + "0")) {
                assertThat(announce(app, "v3", "Cookie", ada, "Origin", origin).status())
                        .isEqualTo(403);
            }
            assertThat(announce(app, "v3", "Cookie", ada, "Origin", origin(app), "Sec-Fetch-Site", "same-site")
                            .status())
                    .isEqualTo(403);
            assertThat(app.rollcall().currentVersion()).isEqualTo("v2");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("people without a role are told so by name; strangers learn where to sign in; nobody is redirected")
    void nobody(Container container) {
        try (TestApplication app = start(container)) {
            assertThat(app.http()
                            .get(SESSION, "Cookie", app.signIn("bob"))
                            .json()
                            .path("application"))
                    .isEqualTo(Json.parse("{\"name\":\"bob\",\"signIn\":\"/login\"}"));
            assertThat(app.http().get(SESSION).json().path("application"))
                    .isEqualTo(Json.parse("{\"name\":null,\"signIn\":\"/login\"}"));
            assertThat(app.http().get(BASE + "/dashboard/").status()).isEqualTo(200);
            WebSocketTab bob = WebSocketTab.open(app.http(), BASE + "/ws", "Cookie", app.signIn("bob"));
            bob.subscribe();
            assertThat(bob.next("stats-unauthorized").isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("after signing out of the application nothing stays open, even in other tabs")
    void signedOut(Container container) {
        try (TestApplication app = start(container)) {
            String vera = app.signIn("vera");
            WebSocketTab dashboard = WebSocketTab.open(app.http(), BASE + "/ws?observe=1", "Cookie", vera);
            dashboard.subscribe();
            assertThat(dashboard.next("stats").path("observers").asInt()).isEqualTo(1);
            app.http().send("POST", "/logout", BodyPublishers.noBody(), "Cookie", vera);
            eventually(() -> assertThat(app.rollcall().internals().statsFeed().subscribers())
                    .isZero());
            assertThat(app.http().get(BASE + "/admin/stats", "Cookie", vera).status())
                    .isEqualTo(401);
            assertThat(app.http()
                            .get(SESSION, "Cookie", vera)
                            .json()
                            .path("name")
                            .isNull())
                    .isTrue();
        }
    }

    /** The people, with their roles. */
    @Configuration
    static class People {

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(
                    person("ada", "ADMIN"), person("vera", "VIEWER"), person("bob", "USER"));
        }

        private static UserDetails person(String name, String role) {
            return User.withUsername(name)
                    .password(TestApplication.PASSWORD)
                    .roles(role)
                    .build();
        }
    }
}

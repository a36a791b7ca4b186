// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.matrix;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.spring.matrix.Site.Server;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.Tab;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sessions of an application's people: tabs do not keep them alive, and see nothing more when they end. */
class SessionsTest {

    private static final List<String> TRANSPORTS = List.of("websocket", "sse", "polling");

    /** What keeps the sessions. */
    private enum Keeper {
        TOMCAT(Server.TOMCAT, Sessions.class),
        JETTY(Server.JETTY, Sessions.class),
        SPRING_SESSION(Server.TOMCAT, Stored.class);

        private final Server server;
        private final Class<?> configuration;

        Keeper(Server server, Class<?> configuration) {
            this.server = server;
            this.configuration = configuration;
        }

        /** Returns when a session was last used. Asking does not count as use. */
        long used(Http http, String id) {
            String path = this == SPRING_SESSION ? "/open/stored/" : "/open/used/";
            return Long.parseLong(http.get(path + id).body());
        }

        Site start() {
            return server.start(
                    "/__skew", List.of(configuration), "--rollcall.stats.role=ADMIN", "--rollcall.user-label=true");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nothing that a tab does on its own counts as use of a session; what a person does counts")
    void untouched(Keeper keeper) {
        try (Site site = keeper.start()) {
            Http http = site.tabs().http();
            String cookie = signIn(http);
            String id = use(keeper, http, cookie);
            long before = keeper.used(http, id);
            waitUntilAfter(before);
            List<Tab> tabs = new ArrayList<>();
            TRANSPORTS.forEach(transport -> tabs.add(site.tabs().open(transport, "Cookie", cookie)));
            for (Tab tab : tabs) {
                tab.route("/elsewhere");
                tab.subscribe();
                assertThat(tab.next("stats").path("total").asInt()).isPositive();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(((PollingTab) tabs.get(2)).ask().status()).isEqualTo(200);
            }
            assertThat(http.get("/__skew/client.js", "Cookie", cookie).status()).isEqualTo(200);
            assertThat(site.tabs().stats().path("connections").toString()).contains("ada");
            tabs.forEach(site.tabs()::leave);
            site.tabs().awaitTotal(0);
            assertThat(keeper.used(http, id)).isEqualTo(before);
            assertThat(use(keeper, http, cookie)).isEqualTo(id);
            assertThat(keeper.used(http, id)).isGreaterThan(before);
            assertThat(site.warnings()).isEmpty();
        }
    }

    /** How a session ends. */
    private enum End {
        LOGOUT("/logout"),
        INVALIDATED("/invalidate"),
        FORGOTTEN("/forget");

        private final String path;

        End(String path) {
            this.path = path;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("live stats end with the session that allowed them, on every transport")
    void ends(Keeper keeper) {
        try (Site site = keeper.start()) {
            for (End end : End.values()) {
                if (keeper == Keeper.SPRING_SESSION && end != End.LOGOUT) {
                    continue; // This repository notifies nobody: see LiveIdentityTest.
                }
                Http http = site.tabs().http();
                String cookie = signIn(http);
                List<Tab> tabs = new ArrayList<>();
                for (String transport : TRANSPORTS) {
                    Tab tab = site.tabs().open(transport, "Cookie", cookie);
                    tab.subscribe();
                    assertThat(tab.next("stats").isObject()).isTrue();
                    tabs.add(tab);
                }
                assertThat(post(http, end.path, cookie).status()).isIn(200, 302);
                tabs.forEach(tab -> assertThat(tab.next("stats-unauthorized").isObject())
                        .as(end + " " + tab)
                        .isTrue());
                tabs.forEach(site.tabs()::leave);
                site.tabs().awaitTotal(0);
            }
            assertThat(site.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Keeper.class,
            names = {"TOMCAT", "JETTY"})
    @DisplayName("a session that gets another id, as at each sign-in, continues")
    void renamed(Keeper keeper) {
        try (Site site = keeper.start()) {
            Http http = site.tabs().http();
            String cookie = signIn(http);
            Tab tab = site.tabs().open("sse", "Cookie", cookie);
            tab.subscribe();
            assertThat(tab.next("stats").isObject()).isTrue();
            String renamed = cookie(post(http, "/rename", cookie));
            assertThat(renamed).isNotEqualTo(cookie);
            Tab again = site.tabs().open("websocket", "Cookie", renamed);
            again.subscribe();
            assertThat(again.next("stats").isObject()).isTrue();
            assertThat(post(http, "/invalidate", renamed).status()).isEqualTo(200);
            assertThat(tab.next("stats-unauthorized").isObject()).isTrue();
            assertThat(again.next("stats-unauthorized").isObject()).isTrue();
        }
    }

    /** Uses a session as a person does; returns its id once the use has been noted, which is after the answer. */
    private static String use(Keeper keeper, Http http, String cookie) {
        long now = System.currentTimeMillis();
        String id = http.get("/session", "Cookie", cookie).body();
        eventually(() -> {
            assertThat(http.get("/session", "Cookie", cookie).body()).isEqualTo(id); // Jetty reports the previous use.
            assertThat(keeper.used(http, id)).isGreaterThanOrEqualTo(now);
        });
        return id;
    }

    /** Waits until the clock shows a new millisecond, so that later time stamps differ. */
    private static void waitUntilAfter(long time) {
        eventually(() -> assertThat(System.currentTimeMillis()).isGreaterThan(time));
    }

    /** Signs in by the form and returns the cookie of the session. */
    static String signIn(Http http) {
        Answer form = http.get("/login");
        Answer answer = http.send(
                "POST",
                "/login",
                BodyPublishers.ofString("username=ada&password=pw-of-the-test&_csrf=" + csrf(form)),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                cookie(form));
        return cookie(answer);
    }

    private static Answer post(Http http, String path, String cookie) {
        Answer page = http.get("/csrf", "Cookie", cookie);
        return http.send("POST", path, BodyPublishers.noBody(), "Cookie", cookie, "X-CSRF-TOKEN", page.body());
    }

    private static String csrf(Answer form) {
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.body());
        assertThat(token.find()).as(form.body()).isTrue();
        return token.group(1);
    }

    private static String cookie(Answer answer) {
        String cookie = answer.header("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** Returns when a session was last used, without using it, and ends sessions. */
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Sessions {

        private final Map<String, HttpSession> seen = new ConcurrentHashMap<>();

        @GetMapping("/session")
        String session(HttpServletRequest request) {
            HttpSession session = request.getSession();
            seen.put(session.getId(), session);
            return session.getId();
        }

        @GetMapping("/open/used/{id}")
        long used(@PathVariable String id) {
            return Objects.requireNonNull(seen.get(id)).getLastAccessedTime();
        }

        @GetMapping("/csrf")
        String csrf(CsrfToken token) {
            return token.getToken();
        }

        @PostMapping("/invalidate")
        void invalidate(HttpServletRequest request) {
            request.getSession().invalidate();
        }

        @PostMapping("/forget")
        void forget(HttpServletRequest request) {
            request.getSession().removeAttribute("SPRING_SECURITY_CONTEXT");
        }

        @PostMapping("/rename")
        void rename(HttpServletRequest request) {
            request.changeSessionId();
        }
    }

    /** Spring Session with the simplest store, which notifies nobody when sessions end. */
    @Configuration(proxyBeanMethods = false)
    @EnableSpringHttpSession
    @Import(Sessions.class)
    static class Stored {

        private final Map<String, Session> sessions = new ConcurrentHashMap<>();

        @Bean
        MapSessionRepository sessionRepository() {
            return new MapSessionRepository(sessions);
        }

        @RestController
        static class Used {

            private final MapSessionRepository repository;

            Used(MapSessionRepository repository) {
                this.repository = repository;
            }

            @GetMapping("/open/stored/{id}")
            long used(@PathVariable String id) {
                MapSession session = Objects.requireNonNull(repository.findById(id));
                return session.getLastAccessedTime().toEpochMilli();
            }
        }
    }
}

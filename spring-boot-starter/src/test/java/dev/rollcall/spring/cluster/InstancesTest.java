// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.TestServer;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import dev.rollcall.testkit.cluster.RoundRobin;
import dev.rollcall.testkit.process.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Three instances of an application with one Redis, behind a load balancer that takes them in turn, act as one. */
@Timeout(120)
class InstancesTest {

    private static final String PASSWORD = "pw-of-the-test";
    private static final String SECRET = "correct-horse-battery";
    private static final String[] ADMIN = {"Authorization", "Bearer " + SECRET};

    private final RedisServer redis = RedisServer.start("--requirepass", PASSWORD);
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
    private final RoundRobin proxy = new RoundRobin(List.of());
    private final Http http = new Http(proxy.port()).withoutKeepAlive();
    private final List<Tab> tabs = new ArrayList<>();

    @AfterEach
    void close() {
        tabs.forEach(Tab::close);
        proxy.close();
        instances.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    private void start(String version) {
        instances.add(SpringApplication.run(
                App.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.main.banner-mode=off",
                "--spring.main.web-application-type=servlet",
                "--spring.autoconfigure.exclude="
                        + "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
                "--spring.data.redis.host=127.0.0.1",
                "--spring.data.redis.port=" + redis.port(),
                "--spring.data.redis.password=" + PASSWORD,
                "--rollcall.cluster=true",
                "--rollcall.cluster-key=a-key-of-all-instances-of-this-test",
                "--rollcall.current-version=" + version,
                "--rollcall.secrets.admin=" + SECRET,
                "--rollcall.shutdown-grace=1s"));
        balance();
    }

    private void stopFirst() {
        ConfigurableApplicationContext first = instances.remove(0);
        balance();
        first.close();
    }

    private void balance() {
        proxy.nodes(instances.stream().map(InstancesTest::port).toList());
    }

    private static int port(ConfigurableApplicationContext instance) {
        return Integer.parseInt(String.valueOf(instance.getEnvironment().getProperty("local.server.port")));
    }

    private Tab tab(Transport transport, String query) {
        Tab tab = switch (transport) {
            case WEBSOCKET -> WebSocketTab.open(http, "/__skew/ws" + query);
            case SSE -> SseTab.open(http, "/__skew", query);
            case POLLING -> PollingTab.open(http, "/__skew", query);
        };
        tabs.add(tab);
        return tab;
    }

    private List<String> current() {
        return instances.stream()
                .map(instance -> instance.getBean(Rollcall.class).currentVersion())
                .distinct()
                .toList();
    }

    private void startThree(String version) {
        for (int i = 0; i < 3; i++) {
            start(version);
        }
        for (ConfigurableApplicationContext instance : instances) {
            TestServer.eventually(() -> assertThat(instance.getBean(Rollcall.class)
                            .internals()
                            .cluster()
                            .nodes())
                    .hasSize(3));
        }
    }

    @Test
    @DisplayName("stats, an announcement, a reload and a tab that polls: whichever instance is asked")
    void one() {
        startThree("build-1");
        for (int i = 0; i < 3; i++) {
            for (Transport transport : Transport.values()) {
                tab(transport, "?version=build-1&route=/" + i);
            }
        }
        for (int i = 0; i < 3; i++) {
            TestServer.eventually(() -> assertThat(total()).isEqualTo(9));
        }
        polls();
        Answer release = http.post("/__skew/admin/releases", Json.object("version", "build-2"), ADMIN);
        assertThat(release.json().path("matched").asInt()).isEqualTo(9);
        assertThat(release.json().path("answered").asInt()).isEqualTo(3);
        assertThat(current()).containsExactly("build-2");
        tabs.forEach(tab ->
                assertThat(tab.next("version").path("version").asString()).isEqualTo("build-2"));
        Answer reload = http.post("/__skew/admin/invalidate-route", Json.object("route", "/1"), ADMIN);
        assertThat(reload.json().path("matched").asInt()).isEqualTo(3);
        Stream.of(3, 4, 5)
                .forEach(i -> assertThat(
                                tabs.get(i).next("version").path("force").asBoolean(false))
                        .isTrue());
    }

    private int total() {
        return http.get("/__skew/admin/stats", ADMIN).json().path("total").asInt();
    }

    /** Each poll goes to another instance; it is still one tab, and reports its route. */
    private void polls() {
        PollingTab polling = (PollingTab) tabs.get(2);
        for (int i = 0; i < 6; i++) {
            assertThat(polling.ask().status()).isEqualTo(200);
            polling.route("/moved-" + i);
        }
        TestServer.eventually(() -> {
            var stats = http.get("/__skew/admin/stats", ADMIN).json();
            assertThat(stats.path("total").asInt()).isEqualTo(9);
            assertThat(Json.counts(stats.path("routes"))).isEqualTo(Map.of("/0", 2, "/1", 3, "/2", 3, "/moved-5", 1));
        });
    }

    @Test
    @DisplayName("a rolling update tells no tab to go backwards: its version is current when all instances have it")
    void rolling() {
        startThree("build-1");
        String session = signIn();
        for (int i = 0; i < 3; i++) {
            assertThat(current()).containsExactly("build-1");
            Tab old = tab(Transport.SSE, "?version=build-1");
            assertThat(old.connected().path("outdated").asBoolean(true)).isFalse();
            start("build-2");
            Tab fresh = tab(Transport.WEBSOCKET, "?version=build-2");
            assertThat(fresh.connected().path("outdated").asBoolean(true)).isFalse();
            assertThat(fresh.connected().path("version").asString()).isEqualTo("build-1");
            stopFirst();
            isSignedInEverywhere(session);
        }
        TestServer.eventually(() -> assertThat(current()).containsExactly("build-2"));
        Tab late = tab(Transport.SSE, "?version=build-1");
        assertThat(late.connected().path("version").asString()).isEqualTo("build-2");
        assertThat(late.connected().path("outdated").asBoolean(false)).isTrue();
    }

    /** Returns the cookie of somebody who has signed in to the dashboard, at any instance. */
    private String signIn() {
        Answer answer = http.post("/__skew/admin/session", Json.object("secret", SECRET));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.header("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /** Asks each instance once, including those that were started after the person signed in. */
    private void isSignedInEverywhere(String session) {
        for (int i = 0; i < instances.size(); i++) {
            TestServer.eventually(() -> assertThat(
                            http.get("/__skew/admin/stats", "Cookie", session).status())
                    .isEqualTo(200));
        }
    }

    /** An application with only what the starter brings. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}

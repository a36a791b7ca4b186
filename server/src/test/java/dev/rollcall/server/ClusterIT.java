// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server;

import static dev.rollcall.testkit.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Transport;
import dev.rollcall.testkit.client.Answer;
import dev.rollcall.testkit.client.Http;
import dev.rollcall.testkit.client.Json;
import dev.rollcall.testkit.client.PollingTab;
import dev.rollcall.testkit.client.SseTab;
import dev.rollcall.testkit.client.Tab;
import dev.rollcall.testkit.client.WebSocketTab;
import dev.rollcall.testkit.cluster.RoundRobin;
import dev.rollcall.testkit.process.JavaProcess;
import dev.rollcall.testkit.process.RedisServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Three processes of the server's jar, one Redis, and a load balancer that takes them in turn. */
@Timeout(180)
class ClusterIT {

    private static final String SECRET = "correct-horse-battery";
    private static final String[] ADMIN = {"Authorization", "Bearer " + SECRET};
    private static final int NODES = 3;

    private final RedisServer redis = RedisServer.start();
    private final Map<Integer, JavaProcess> servers = new LinkedHashMap<>(); // by port
    private final RoundRobin proxy = new RoundRobin(List.of());
    private final Http http = new Http(proxy.port()).withoutKeepAlive();
    private final List<Tab> tabs = new ArrayList<>();

    @AfterEach
    void close() {
        tabs.forEach(Tab::close);
        proxy.close();
        servers.values().forEach(JavaProcess::close);
        redis.close();
    }

    private JavaProcess launch() throws Exception {
        Map<String, String> environment =
                Map.of("ROLLCALL_ADMIN_SECRET", SECRET, "ROLLCALL_REDIS_URL", "redis://127.0.0.1:" + redis.port());
        return ServerJar.start(
                environment,
                "serve",
                "--port=0",
                "--host=127.0.0.1",
                "--current-version=v1",
                "--warm-up=false",
                "--shutdown-grace=1s");
    }

    private void add(JavaProcess server) throws Exception {
        servers.put(URI.create(server.address()).getPort(), server);
        proxy.nodes(List.copyOf(servers.keySet()));
    }

    /** Takes the oldest server from the load balancer. */
    private JavaProcess takeOldest() {
        int port = servers.keySet().iterator().next();
        JavaProcess server = Objects.requireNonNull(servers.remove(port), "server");
        proxy.nodes(List.copyOf(servers.keySet()));
        return server;
    }

    private void start(int count) throws Exception {
        List<JavaProcess> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(launch());
        }
        for (JavaProcess server : started) {
            add(server);
        }
        eventually(
                () -> assertThat(http.get("/__skew/admin/nodes", ADMIN).json().path("nodes"))
                        .hasSize(count));
    }

    private Tab open(Transport transport, String query) {
        Tab tab = switch (transport) {
            case WEBSOCKET -> WebSocketTab.open(http, "/__skew/ws" + query);
            case SSE -> SseTab.open(http, "/__skew", query);
            case POLLING -> PollingTab.open(http, "/__skew", query);
        };
        tabs.add(tab);
        return tab;
    }

    private JsonNode stats() {
        return http.get("/__skew/admin/stats", ADMIN).json();
    }

    private void assertTotal(int total) {
        for (int i = 0; i < NODES; i++) {
            eventually(() -> {
                JsonNode stats = stats();
                assertThat(stats.path("total").asInt()).isEqualTo(total);
                assertThat(stats.path("partial").asBoolean(false)).isFalse();
            });
        }
    }

    @Test
    @DisplayName("sums, one command to all on each transport, a kill, and a restart one by one")
    void cluster() throws Exception {
        start(NODES);
        for (Transport transport : Transport.values()) {
            for (int i = 0; i < NODES; i++) {
                open(transport, "?version=v1&route=/" + i);
            }
        }
        assertTotal(9);
        Answer release = http.post("/__skew/admin/releases", Json.object("version", "v2"), ADMIN);
        assertThat(release.json().path("matched").asInt()).isEqualTo(9);
        assertThat(release.json().path("answered").asInt()).isEqualTo(NODES);
        tabs.forEach(tab ->
                assertThat(tab.next("version").path("version").asString()).isEqualTo("v2"));

        takeOldest().signal("KILL");
        assertTotal(6); // once its lease has run out
        List<Tab> polling = tabs.stream().filter(PollingTab.class::isInstance).toList();
        polling.forEach(tab -> assertThat(((PollingTab) tab).ask().status()).isEqualTo(200));
        assertTotal(7); // the tab that polled it has come to another server
        List<Tab> left = tabs.stream().filter(tab -> !tab.hasEnded()).toList();
        assertThat(left).hasSize(7);
        tabs.retainAll(left);

        for (int i = 0; i < 2; i++) {
            add(launch());
            JavaProcess old = takeOldest();
            old.terminate();
            assertThat(old.exitCode()).isZero();
            comeBack();
            assertTotal(7);
        }
        assertThat(stats().path("current").asString())
                .as("the settings still say v1")
                .isEqualTo("v2");
        assertThat(Json.counts(stats().path("versions"))).isEqualTo(Map.of("v1", 7));
    }

    /** Tabs that were sent away come to another server, as a browser's do. */
    private void comeBack() {
        for (Tab tab : List.copyOf(tabs)) {
            if (tab instanceof PollingTab polling) {
                assertThat(polling.ask().status()).isEqualTo(200);
            } else if (tab.hasEnded()) {
                tabs.remove(tab);
                Transport transport = tab instanceof SseTab ? Transport.SSE : Transport.WEBSOCKET;
                open(transport, "?version=v1&resume=" + tab.connectionId());
            }
        }
    }
}

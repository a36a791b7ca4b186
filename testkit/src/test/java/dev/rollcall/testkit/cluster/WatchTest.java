// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.deployment.DeploymentSettings;
import dev.rollcall.protocol.webhook.WebhookSettings;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.testkit.contract.DeployedSite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deployment check of several nodes: one asks, all know. */
@Timeout(60)
class WatchTest {

    private static final String[] SECRET = {"authorization", "Bearer correct-horse", "content-type", "application/json"
    };

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;
    private final DeployedSite site = new DeployedSite("v1");
    private HttpServer hooks;

    @BeforeEach
    void start() throws IOException {
        hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext("/hook", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hooks.start();
        URI hook = URI.create("http://127.0.0.1:" + hooks.getAddress().getPort() + "/hook");
        served.start(
                3,
                options -> options.set(DeploymentSettings.CHECK_URL, site.address())
                        .set(DeploymentSettings.CHECK_CONNECTIONS, 2)
                        .set(DeploymentSettings.CHECK_ANSWERS, 4)
                        .set(WebhookSettings.WEBHOOK_URLS, List.of(hook))
                        .set(WebhookSettings.WEBHOOK_KEY, "5f0c3a9d7be24816a0d1c2f4e6b8937d")
                        .secrets(AdminSecrets.builder()
                                .admin("ada", "correct-horse")
                                .build()));
    }

    @AfterEach
    void close() {
        served.close();
        hooks.stop(0);
        site.close();
    }

    private String report(int node) {
        return text(served.ask(node, "GET", "/admin/deployment", "", "", SECRET));
    }

    private static String text(Response response) {
        return new String(response.body(), UTF_8);
    }

    private void settles(String version, int node) {
        fleet.eventually(() -> report(node).contains("\"state\":\"settled\"")
                && report(node).contains("\"version\":\"" + version + "\""));
    }

    private int watcher() {
        return IntStream.range(0, 3)
                .boxed()
                .min((a, b) -> Integer.compare(
                        fleet.nodes.get(a).id().value(), fleet.nodes.get(b).id().value()))
                .orElseThrow();
    }

    @Test
    @DisplayName("one node asks, every node shows what it sees, and a new build is announced once")
    void oneAsks() {
        for (int node = 0; node < 3; node++) {
            settles("v1", node);
        }
        int before = site.asked();
        fleet.pass(Duration.ofMillis(4_900));
        fleet.eventually(() -> site.asked() > before);
        assertThat(site.asked() - before).isLessThanOrEqualTo(4); // two a round, not six
        site.deploy("v2");
        settles("v2", 0);
        fleet.eventually(() -> fleet.nodes.stream()
                .allMatch(node -> node.rollcall.currentVersion().equals("v2")));
        assertThat(text(served.ask(1, "GET", "/admin/audit", "", "", SECRET))).containsOnlyOnce("\"by\":\"check\"");
    }

    @Test
    @DisplayName("one node tells others what happens, whichever of them was asked for it")
    void oneTells() {
        settles("v1", 0);
        Fleet.Node asked = fleet.nodes.get((watcher() + 1) % 3);
        fleet.nodes.forEach(node -> node.tab("v1", "/"));
        asked.rollcall.internals().commands().give(Order.release("v2", false), Actor.APPLICATION);
        fleet.pass(Duration.ofSeconds(1));
        await().until(() -> told.size() == 1); // no time passes meanwhile: an answer must come within ten seconds
        fleet.nodes.forEach(node -> node.tab("v2", "/"));
        fleet.pass(Duration.ofSeconds(5));
        await().until(() -> told.size() == 2);
        fleet.pass(Duration.ofSeconds(8));
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).contains("\"type\":\"announced\"", "\"version\":\"v2\"");
        assertThat(told.get(1)).contains("\"type\":\"half\"", "{\"total\":6,\"current\":3,\"behind\":3}");
    }

    @Test
    @DisplayName("a version that some nodes were started with, to become current with all, is shown too")
    void proposed() {
        settles("v1", 2);
        assertThat(report(1)).doesNotContain("proposed");
        fleet.node(settings -> settings.currentVersion("v2"));
        fleet.eventually(() -> report(1).contains("\"proposed\":{\"up\":4,\"versions\":{\"v2\":1}}"));
    }

    @Test
    @DisplayName("when the node that asks leaves, another one goes on")
    void anotherGoesOn() {
        int watcher = watcher();
        settles("v1", (watcher + 1) % 3);
        fleet.nodes.get(watcher).rollcall.internals().cluster().leaving();
        fleet.eventually(() -> report((watcher + 1) % 3).contains("\"state\":\"unknown\""));
        settles("v1", (watcher + 1) % 3);
        settles("v1", watcher);
        site.deploy("v2");
        fleet.eventually(() -> fleet.nodes.stream()
                .allMatch(node -> node.rollcall.currentVersion().equals("v2")));
    }

    @Test
    @DisplayName("what one node has seen counts on every node")
    void evidence() {
        int other = (watcher() + 1) % 3;
        int third = (watcher() + 2) % 3;
        settles("v1", other);
        String body = "{\"version\":\"v7\",\"dryRun\":true}";
        assertThat(served.ask(other, "POST", "/admin/releases", "", body, SECRET)
                        .status())
                .isEqualTo(409);
        fleet.nodes.get(third).tab("v7", "/");
        Response known = served.ask(other, "POST", "/admin/releases", "", body, SECRET);
        assertThat(known.status()).isEqualTo(200);
        assertThat(text(known)).contains("\"warning\":\"the deployment check says settled on v1");
    }
}

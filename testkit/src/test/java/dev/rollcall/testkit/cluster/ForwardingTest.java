// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.Protocol;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Verdict;
import dev.rollcall.testkit.cluster.Fleet.Node;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A load balancer brings each request of a tab to another node. */
@Timeout(60)
class ForwardingTest {

    private static final Pattern ID = Pattern.compile("\"connectionId\":\"([^\"]+)\"");

    private final Fleet fleet = new Fleet();
    private final List<Protocol> protocols = new ArrayList<>();

    @AfterEach
    void close() {
        protocols.forEach(Protocol::close);
        fleet.close();
    }

    private void start(int count) {
        fleet.start(count)
                .forEach(node -> protocols.add(
                        new Protocol(node.rollcall, ProtocolOptions.builder().build())));
        fleet.pass(Duration.ofSeconds(1));
    }

    private Response ask(int node, String method, String path, String query, String body) {
        Map<String, List<String>> headers = Map.of(
                "content-type", List.of("application/json"), "user-agent", List.of("Mozilla/5.0 (X11) Firefox/140"));
        Request request = new Request(
                method,
                "/__skew" + path,
                query,
                Headers.of(headers),
                InetAddress.getLoopbackAddress(),
                body.getBytes(UTF_8),
                false,
                null);
        CompletableFuture<Response> answer = new CompletableFuture<>();
        protocols.get(node).decide(request).carryOut(new Verdict.Carrier() {
            @Override
            public void answer(Response response) {
                answer.complete(response);
            }

            @Override
            public void answerLater(Verdict.Later later) {
                later.response().thenAccept(answer::complete);
            }

            @Override
            public void stream(Response head, Verdict.Opening opening) {
                throw new AssertionError("no stream was asked for");
            }

            @Override
            public void upgrade(Verdict.Opening opening) {
                throw new AssertionError("no WebSocket was asked for");
            }
        });
        fleet.eventually(answer::isDone);
        return answer.join();
    }

    private String poll(int node, String query) {
        Response response = ask(node, "GET", "/poll", query, "");
        assertThat(response.status()).isEqualTo(200);
        Matcher id = ID.matcher(new String(response.body(), UTF_8));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private Response post(int node, String path, String id, String more) {
        return ask(node, "POST", path, "", "{\"connectionId\":\"" + id + "\"" + more + "}");
    }

    private List<Integer> totals() {
        return fleet.nodes.stream()
                .map(node -> node.rollcall.internals().hub().size())
                .toList();
    }

    private Map<String, Integer> routes() {
        return fleet.nodes.get(0).rollcall.internals().snapshots().read().routes();
    }

    @Test
    @DisplayName("a tab that polls another node each time keeps its lease, and counts once")
    void polls() {
        start(3);
        String first = poll(0, "version=v1&route=/a");
        String second = poll(1, "version=v1&route=/b&resume=" + first);
        String third = poll(2, "version=v1&route=/c&resume=" + second);
        assertThat(third.substring(0, third.indexOf('.'))).isEqualTo(first.substring(0, first.indexOf('.')));
        assertThat(totals()).containsExactly(1, 0, 0);
        assertThat(routes()).isEqualTo(Map.of("/c", 1));
    }

    @Test
    @DisplayName("what a tab posts to another node reaches its own, and the answer is that node's")
    void posts() {
        start(2);
        String id = poll(0, "version=v1&route=/a");
        assertThat(post(1, "/route", id, ",\"route\":\"/b\"").status()).isEqualTo(200);
        assertThat(routes()).isEqualTo(Map.of("/b", 1));
        assertThat(post(1, "/route", id, "").status()).isEqualTo(400);
        assertThat(post(1, "/route", id.replace('.', 'x') + ".forged", ",\"route\":\"/c\"")
                        .status())
                .isEqualTo(404);
        assertThat(post(1, "/leave", id, "").status()).isEqualTo(200);
        assertThat(totals()).containsExactly(0, 0);
    }

    @Test
    @DisplayName("the proof is verified by the node that holds the tab, and by nobody else")
    void proof() {
        start(2);
        String id = poll(0, "version=v1&route=/a");
        String forged = id.substring(0, id.indexOf('.')) + ".AAAAAAAAAAAAAAAAAAAAAA";
        assertThat(post(1, "/leave", forged, "").status()).isEqualTo(404);
        assertThat(totals()).containsExactly(1, 0);
    }

    @Test
    @DisplayName("where the node that held a tab is gone, a poll gets a fresh lease, and a post 404")
    void gone() {
        start(2);
        String id = poll(0, "version=v1&route=/a");
        Node owner = fleet.nodes.get(0);
        fleet.network.cut(owner.backplane);
        Response hanging = post(1, "/route", id, ",\"route\":\"/b\"");
        assertThat(hanging.status()).isEqualTo(503);
        assertThat(hanging.headers()).containsKey("Retry-After");
        fleet.pass(Duration.ofSeconds(11));
        assertThat(post(1, "/route", id, ",\"route\":\"/b\"").status()).isEqualTo(404);
        String fresh = poll(1, "version=v1&route=/b&resume=" + id);
        assertThat(fresh.substring(0, fresh.indexOf('.'))).isNotEqualTo(id.substring(0, id.indexOf('.')));
    }
}

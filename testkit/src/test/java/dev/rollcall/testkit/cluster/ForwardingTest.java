// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.wire.Response;
import dev.rollcall.testkit.cluster.Fleet.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A load balancer brings each request of a tab to another node. */
@Timeout(60)
class ForwardingTest {

    private final ServedFleet served = new ServedFleet();
    private final Fleet fleet = served.fleet;

    @AfterEach
    void close() {
        served.close();
    }

    private void start(int count) {
        served.start(count);
    }

    private String poll(int node, String query) {
        return served.poll(node, query);
    }

    private Response post(int node, String path, String id, String more) {
        return served.post(node, path, id, more);
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
    @DisplayName("if the node that held a tab is gone, a poll gets a fresh lease, and a post 404")
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

    private static String id(String presented) {
        return presented.substring(0, presented.indexOf('.'));
    }

    @Test
    @DisplayName("a tab whose answers were lost presents the same everywhere, and has one lease")
    void lostAnswers() {
        start(3);
        for (int i = 0; i < 20; i++) {
            String presented = "of-a-server-that-is-gone." + i;
            String query = "version=v1&route=/a&resume=" + presented;
            String first = id(poll(0, query));
            assertThat(id(poll(1, query))).isEqualTo(first);
            assertThat(id(poll(2, query))).isEqualTo(first);
            assertThat(totals().stream().mapToInt(Integer::intValue).sum()).isEqualTo(i + 1);
        }
        assertThat(totals()).as("spread over the nodes").doesNotContain(20);
    }

    @Test
    @DisplayName("the build of a tab may change while its answers are lost: its new lease is where the old one was")
    void otherBuild() {
        start(3);
        String id = poll(0, "version=v1&route=/a");
        String query = "version=v2&route=/a&resume=" + id;
        String second = id(poll(1, query));
        assertThat(second).isNotEqualTo(id(id));
        assertThat(id(poll(2, query))).isEqualTo(second);
        assertThat(totals()).containsExactly(1, 0, 0);
    }

    @Test
    @DisplayName("a node that is silent keeps no tab waiting for a lease: the one that was asked opens it")
    void silent() {
        start(2);
        fleet.network.cut(fleet.nodes.get(1).backplane);
        for (int i = 0; i < 4; i++) {
            poll(0, "version=v1&resume=unknown." + i);
        }
        assertThat(totals()).containsExactly(4, 0);
    }

    @Test
    @DisplayName("a node that leaves opens no lease for others")
    void leaving() {
        start(2);
        String id = poll(0, "version=v1&route=/a");
        fleet.nodes.get(0).rollcall.internals().cluster().leaving();
        fleet.pass(Duration.ofSeconds(4));
        String next = poll(1, "version=v2&route=/a&resume=" + id);
        assertThat(id(next)).isNotEqualTo(id(id));
        assertThat(totals())
                .as("its former lease is gone, its new one is elsewhere")
                .containsExactly(0, 1);
    }
}

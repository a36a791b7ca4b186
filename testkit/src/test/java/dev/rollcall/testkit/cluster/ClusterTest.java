// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.testkit.cluster.Fleet.Node;
import dev.rollcall.testkit.cluster.Fleet.Tab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many nodes, one picture. */
@Timeout(60)
class ClusterTest {

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    private Stats stats(Node node) {
        return wait(node.rollcall.internals().snapshots().readAll());
    }

    private Outcome give(Node node, Order order) {
        return wait(node.rollcall.internals().commands().give(order, Actor.APPLICATION));
    }

    private <T> T wait(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        fleet.eventually(future::isDone);
        return future.join();
    }

    private static List<String> current(Fleet fleet) {
        return fleet.nodes.stream()
                .map(node -> node.rollcall.currentVersion())
                .distinct()
                .toList();
    }

    @Test
    @DisplayName("stats on any node are the sum of all, and say which nodes there are")
    void sum() {
        List<Node> nodes = fleet.start(3);
        nodes.get(0).tab("v1", "/a");
        nodes.get(1).tab("v1", "/a");
        nodes.get(1).tab("v2", "/b");
        Tab moves = nodes.get(2).tab("v2", "/c");
        for (Node node : nodes) {
            Stats stats = stats(node);
            assertThat(stats.total()).isEqualTo(4);
            assertThat(stats.versions()).isEqualTo(Map.of("v1", 2, "v2", 2));
            assertThat(stats.routes()).isEqualTo(Map.of("/a", 2, "/b", 1, "/c", 1));
            assertThat(stats.coverage().partial()).isFalse();
            assertThat(stats.coverage().answered()).isEqualTo(3);
            assertThat(stats.nodes()).hasSize(3);
            assertThat(stats.nodes().get(0).id()).isEqualTo(node.id());
        }
        nodes.get(2).rollcall.internals().hub().route(moves.connection(), "/a");
        nodes.get(1).rollcall.internals().hub();
        fleet.eventually(() -> stats(nodes.get(0)).routes().equals(Map.of("/a", 3, "/b", 1)));
        nodes.get(2).close(moves);
        fleet.eventually(() -> stats(nodes.get(0)).total() == 3);
    }

    @Test
    @DisplayName("stats list the tabs of all nodes that have been there longest, and follow them")
    void oldest() {
        List<Node> nodes = fleet.start(3);
        List<Tab> tabs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tabs.add(nodes.get(i * 7 % 3).tab("v1", "/a"));
            fleet.timer.advance(Duration.ofMillis(1));
        }
        List<String> arrived = tabs.stream().map(tab -> tab.connection().id()).toList();
        nodes.forEach(node -> assertThat(listed(node)).isEqualTo(arrived.subList(0, 200)));
        for (int i = 0; i < 50; i++) {
            nodes.get(i * 7 % 3).close(tabs.get(i));
        }
        nodes.get(50 * 7 % 3).rollcall.internals().hub().route(tabs.get(50).connection(), "/b");
        for (Node node : nodes) {
            fleet.eventually(() -> listed(node).equals(arrived.subList(50, 250)));
            assertThat(stats(node).connections().get(0).route()).isEqualTo("/b");
            assertThat(stats(node).connectionsLeftOut()).isEqualTo(50);
        }
        fleet.network.cut(nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(11));
        assertThat(stats(nodes.get(0)).connections())
                .hasSize(nodes.stream()
                        .limit(2)
                        .mapToInt(node -> node.rollcall.internals().hub().size())
                        .sum());
    }

    private List<String> listed(Node node) {
        return stats(node).connections().stream().map(ConnectionInfo::id).toList();
    }

    @Test
    @DisplayName("while nobody looks nothing is told; the total comes with the lease")
    void quiet() {
        List<Node> nodes = fleet.start(2);
        fleet.pass(Duration.ofSeconds(20));
        long before = fleet.network.tells();
        for (int i = 0; i < 50; i++) {
            nodes.get(0).tab("v1", "/" + i);
            fleet.pass(Duration.ofMillis(200));
        }
        assertThat(fleet.network.tells()).isEqualTo(before);
        assertThat(nodes.get(1).rollcall.internals().counts().total()).isBetween(30, 50);
        fleet.pass(Duration.ofSeconds(4));
        fleet.timer.advance(Duration.ofSeconds(10));
        assertThat(nodes.get(1).rollcall.internals().history().since(0))
                .last()
                .satisfies(sample -> assertThat(sample.versions()).isEqualTo(Map.of("v1", 50)));
    }

    @Test
    @DisplayName(
            "a node that is killed is out of the totals when its lease has run out, and nothing it said brings it back")
    void killed() {
        List<Node> nodes = fleet.start(3);
        nodes.forEach(node -> node.tab("v1", "/a"));
        assertThat(stats(nodes.get(0)).total()).isEqualTo(3);
        fleet.network.cut(nodes.get(2).backplane);
        fleet.pass(Duration.ofSeconds(11));
        assertThat(stats(nodes.get(0)).total()).isEqualTo(2);
        assertThat(stats(nodes.get(0)).coverage().partial()).isFalse();
        assertThat(stats(nodes.get(2)).coverage().partial()).isTrue();
        assertThat(stats(nodes.get(2)).total()).isEqualTo(1);
        fleet.network.mend(nodes.get(2).backplane);
        fleet.eventually(() -> stats(nodes.get(0)).total() == 3);
        fleet.eventually(() -> stats(nodes.get(2)).total() == 3
                && !stats(nodes.get(2)).coverage().partial());
    }

    @Test
    @DisplayName("a silent node costs only its own answer")
    void silent() {
        List<Node> nodes = fleet.start(3);
        nodes.forEach(node -> node.tab("v1", "/a"));
        fleet.network.cut(nodes.get(2).backplane);
        Stats stats = stats(nodes.get(0));
        assertThat(stats.coverage().partial()).isTrue();
        assertThat(stats.coverage().answered()).isEqualTo(2);
        assertThat(stats.coverage().nodes()).isEqualTo(3);
        Outcome outcome = give(nodes.get(0), Order.reload(Target.all()));
        assertThat(outcome.matched()).isEqualTo(2);
        assertThat(outcome.answered()).isEqualTo(2);
        assertThat(outcome.nodes()).isEqualTo(3);
        assertThat(outcome.missing()).isEqualTo("1 of 3 nodes have not answered");
    }

    @Test
    @DisplayName("a command reaches the tabs of all nodes, once each, and its answer counts them all")
    void command() {
        List<Node> nodes = fleet.start(3);
        List<Tab> tabs = nodes.stream().map(node -> node.tab("v1", "/a")).toList();
        nodes.get(1).tab("v1", "/b");
        Order order = Order.reload(Target.route("/a"));
        CompletionStage<Outcome> dry =
                nodes.get(0).rollcall.internals().commands().dryRun(order, Actor.APPLICATION);
        assertThat(wait(dry).matched()).isEqualTo(3);
        Outcome outcome = give(nodes.get(0), order);
        assertThat(outcome.matched()).isEqualTo(3);
        assertThat(outcome.answered()).isEqualTo(3);
        assertThat(outcome.missing()).isNull();
        fleet.pass(Duration.ofSeconds(10));
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(1));
        for (Node node : nodes) {
            assertThat(node.rollcall.internals().commands().audit().list(10))
                    .hasSize(1)
                    .allSatisfy(entry -> assertThat(entry.matched()).isEqualTo(3));
        }
    }

    @Test
    @DisplayName("a release is current on every node, and stays so for a node that comes later")
    void release() {
        List<Node> nodes = fleet.start(3);
        List<Tab> tabs = nodes.stream().map(node -> node.tab("v1", "/a")).toList();
        Outcome outcome = give(nodes.get(1), Order.release("v2", false));
        assertThat(outcome.matched()).isEqualTo(3);
        assertThat(current(fleet)).containsExactly("v2");
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(1));
        Node late = fleet.node();
        fleet.eventually(() -> late.rollcall.currentVersion().equals("v2"));
        assertThat(give(late, Order.release("v2", false)).status()).isEqualTo(Outcome.Status.UNCHANGED);
    }

    @Test
    @DisplayName("of two releases one is current on every node, whichever node missed which")
    void missed() {
        List<Node> nodes = fleet.start(3);
        fleet.network.cut(nodes.get(2).backplane);
        give(nodes.get(0), Order.release("v2", false));
        give(nodes.get(1), Order.release("v3", false));
        fleet.network.forget(); // what the third node missed is no longer in the log
        fleet.network.mend(nodes.get(2).backplane);
        fleet.eventually(() -> current(fleet).equals(List.of("v3")));
        give(nodes.get(2), Order.release("v4", false));
        fleet.eventually(() -> current(fleet).equals(List.of("v4")));
    }

    @Test
    @DisplayName("a release given without the backplane reaches that node alone, says so, and is spread later")
    void alone() {
        List<Node> nodes = fleet.start(2);
        Tab far = nodes.get(1).tab("v1", "/a");
        fleet.network.cut(nodes.get(0).backplane);
        Tab near = nodes.get(0).tab("v1", "/a");
        Outcome outcome = give(nodes.get(0), Order.release("v2", false));
        assertThat(outcome.matched()).isEqualTo(1);
        assertThat(outcome.answered()).isEqualTo(1);
        assertThat(outcome.missing()).isNotNull();
        assertThat(nodes.get(1).rollcall.currentVersion()).isEqualTo("v1");
        fleet.network.mend(nodes.get(0).backplane);
        fleet.eventually(() -> current(fleet).equals(List.of("v2")));
        assertThat(near.received).hasSize(1);
        assertThat(far.received).hasSize(1);
    }

    @Test
    @DisplayName("a release given without the backplane gives way to a later one elsewhere")
    void overtaken() {
        List<Node> nodes = fleet.start(2);
        fleet.network.cut(nodes.get(0).backplane);
        give(nodes.get(0), Order.release("v2", false));
        give(nodes.get(1), Order.release("v3", false));
        fleet.network.mend(nodes.get(0).backplane);
        fleet.eventually(() -> current(fleet).equals(List.of("v3")));
        fleet.pass(Duration.ofSeconds(10));
        assertThat(current(fleet)).containsExactly("v3");
    }

    @Test
    @DisplayName("in a rolling deployment the version of the settings becomes current when all nodes name it")
    void proposal() {
        List<Node> nodes = fleet.start(3);
        fleet.pass(Duration.ofSeconds(5));
        Tab tab = nodes.get(2).tab("v1", "/a");
        for (int i = 0; i < 3; i++) {
            assertThat(current(fleet)).containsExactly("v1");
            Node old = fleet.nodes.get(0);
            Node next = fleet.node(settings -> settings.currentVersion("v2"));
            fleet.eventually(() -> next.rollcall.currentVersion().equals("v1"));
            if (i == 2) {
                assertThat(tab.received).isEmpty();
            }
            fleet.nodes.remove(old);
            old.rollcall.close();
            fleet.pass(Duration.ofSeconds(4));
        }
        fleet.eventually(() -> current(fleet).equals(List.of("v2")));
        Rollcall any = fleet.nodes.get(0).rollcall;
        assertThat(any.internals().releases().list().get(0).number()).isPositive();
        give(fleet.nodes.get(0), Order.release("v1", false));
        fleet.pass(Duration.ofSeconds(10));
        assertThat(current(fleet)).containsExactly("v1"); // rolled back by hand, and it stays so
    }

    @Test
    @DisplayName("nodes that start after a release do not bring back the version of their settings")
    void comesAfterARelease() {
        List<Node> nodes = fleet.start(2);
        give(nodes.get(0), Order.release("v2", false));
        for (int i = 0; i < 6; i++) {
            fleet.start(1);
        }
        fleet.pass(Duration.ofSeconds(10));
        assertThat(current(fleet)).containsExactly("v2");
    }

    @Test
    @DisplayName("the backplane comes back empty: within a lease everything is as before")
    void empty() {
        List<Node> nodes = fleet.start(3);
        nodes.forEach(node -> node.tab("v2", "/a"));
        give(nodes.get(0), Order.release("v2", false));
        fleet.network.forget();
        fleet.pass(Duration.ofSeconds(4));
        assertThat(stats(nodes.get(1)).total()).isEqualTo(3);
        assertThat(current(fleet)).containsExactly("v2");
        give(nodes.get(2), Order.release("v3", false));
        fleet.eventually(() -> current(fleet).equals(List.of("v3")));
    }

    @Test
    @DisplayName(
            "a node that was away for over a minute: no command is carried out late, and its tabs count once again")
    void away() {
        List<Node> nodes = fleet.start(2);
        nodes.get(0).tab("v1", "/a");
        Tab tab = nodes.get(1).tab("v1", "/a");
        assertThat(stats(nodes.get(0)).total()).isEqualTo(2);
        fleet.network.cut(nodes.get(1).backplane);
        assertThat(give(nodes.get(0), Order.reload(Target.all())).matched()).isEqualTo(1);
        assertThat(give(nodes.get(0), Order.release("v2", false)).matched()).isEqualTo(1);
        fleet.pass(Duration.ofSeconds(50));
        assertThat(give(nodes.get(0), Order.announce(Target.all())).matched()).isEqualTo(1);
        fleet.pass(Duration.ofSeconds(11));
        assertThat(stats(nodes.get(0)).total()).isEqualTo(1);
        fleet.network.mend(nodes.get(1).backplane);
        fleet.eventually(
                () -> stats(nodes.get(0)).total() == 2 && stats(nodes.get(1)).total() == 2);
        fleet.eventually(() -> current(fleet).equals(List.of("v2")));
        fleet.eventually(() -> tab.received.size() == 2); // the release, which is never too late, and the announcement
        fleet.pass(Duration.ofSeconds(10));
        assertThat(tab.received).hasSize(2);
        assertThat(stats(nodes.get(0)).total()).isEqualTo(2);
        assertThat(nodes.get(0).rollcall.internals().commands().audit().list(10))
                .last()
                .satisfies(reload -> assertThat(reload.answered()).isEqualTo(1));
    }
}

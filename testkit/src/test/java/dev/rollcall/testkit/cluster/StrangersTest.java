// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.testkit.cluster.Fleet.Node;
import dev.rollcall.testkit.cluster.Fleet.Tab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody else writes to the backplane. */
@Timeout(60)
class StrangersTest {

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    private Outcome give(Node node, Order order) {
        CompletableFuture<Outcome> outcome = node.rollcall
                .internals()
                .commands()
                .give(order, Actor.APPLICATION)
                .toCompletableFuture();
        fleet.eventually(outcome::isDone);
        return outcome.join();
    }

    @Test
    @DisplayName("with a key, what others write to the backplane is dropped and counted")
    void stranger() {
        AtomicInteger forged = new AtomicInteger();
        Node one = fleet.node(settings -> settings, "key-of-all-nodes", forged::incrementAndGet);
        Node two = fleet.node(settings -> settings, "key-of-all-nodes", forged::incrementAndGet);
        fleet.eventually(() -> one.rollcall.internals().cluster().nodes().size() == 2);
        assertThat(forged).hasValue(0);
        Node stranger = fleet.node(settings -> settings, "another-key", () -> {});
        Node keyless = fleet.node();
        Tab tab = two.tab("v1", "/a");
        give(stranger, Order.release("evil", true));
        give(keyless, Order.release("evil", true));
        fleet.pass(Duration.ofSeconds(5));
        assertThat(one.rollcall.currentVersion()).isEqualTo("v1");
        assertThat(one.rollcall.internals().cluster().nodes()).hasSize(2);
        assertThat(tab.received).isEmpty();
        assertThat(forged.get()).isPositive();
        assertThat(give(one, Order.release("v2", false)).matched()).isEqualTo(1);
    }

    @Test
    @DisplayName("an entry with an impossibly high number is ignored, and takes no numbers from later releases")
    void forgedNumber() {
        List<Node> nodes = fleet.start(2);
        give(nodes.get(0), Order.release("v2", false));
        byte[] entry = NodeJson.INSTANCE.write(new LogEntry.Shared(nodes.get(0).id(), "any", new byte[0]));
        fleet.network.forge((1L << 53) - 2, entry);
        fleet.pass(Duration.ofSeconds(4));
        assertThat(give(nodes.get(1), Order.release("v3", false)).answered()).isEqualTo(2);
        assertThat(fleet.nodes)
                .allSatisfy(node -> assertThat(node.rollcall.currentVersion()).isEqualTo("v3"));
        assertThat(fleet.nodes)
                .allSatisfy(node -> assertThat(
                                node.rollcall.internals().releases().current().number())
                        .isLessThan(100));
    }
}

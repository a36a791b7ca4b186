// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Backplane} must do, as its documentation says. */
@Timeout(60)
public abstract class BackplaneContract {

    private final Deque<Node> nodes = new ArrayDeque<>();

    /** For the suites. */
    protected BackplaneContract() {}

    /** Connects one more node to the others of this test. */
    protected abstract Backplane connect();

    /** Lets time pass if the backplane under test has its own clock; does nothing if time passes on its own. */
    protected void passTime() {}

    /** One node of a test, and what it was told. */
    private final class Node implements Receiver {
        private final NodeId id = NodeId.random();
        private final Backplane backplane = connect();
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final List<String> entries = new CopyOnWriteArrayList<>();
        private final List<Long> numbers = new CopyOnWriteArrayList<>();
        private volatile boolean reached;

        Node() {
            backplane.start(id, this);
            nodes.push(this);
            eventually(() -> reached);
        }

        @Override
        public void message(byte[] message) {
            messages.add(new String(message, UTF_8));
        }

        @Override
        public void entry(long number, long ageMillis, byte[] entry) {
            assertThat(ageMillis).isBetween(-1L, 60_000L);
            numbers.add(number);
            entries.add(new String(entry, UTF_8));
        }

        @Override
        public void connected() {
            reached = true;
        }

        @Override
        public void lost(String why) {
            reached = false;
        }

        Roster renew(String card) {
            return result(backplane.renew(card.getBytes(UTF_8), 0));
        }

        List<String> cards() {
            return renew("card").leases().stream()
                    .map(lease -> lease.node() + " " + new String(lease.card(), UTF_8))
                    .toList();
        }

        long append(String entry, long floor) {
            return result(backplane.append(entry.getBytes(UTF_8), floor));
        }
    }

    private <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the backplane has not answered", e);
        }
    }

    private void eventually(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    passTime();
                    return condition.call();
                });
    }

    @AfterEach
    final void closeAll() {
        nodes.forEach(node -> node.backplane.close());
    }

    @Test
    @DisplayName("nodes with a lease know each other, each with its latest card")
    void leases() {
        Node one = new Node();
        Node two = new Node();
        one.renew("old");
        two.renew("two");
        Roster seen = one.renew("new");
        assertThat(seen.leases())
                .extracting(lease -> lease.node() + " " + new String(lease.card(), UTF_8))
                .containsExactlyInAnyOrder(one.id + " new", two.id + " two");
        assertThat(seen.leases())
                .allSatisfy(lease -> assertThat(lease.left()).isPositive().isLessThanOrEqualTo(Backplane.LEASE));
    }

    @Test
    @DisplayName("a node that leaves is gone at once")
    void leaves() {
        Node one = new Node();
        Node two = new Node();
        two.renew("two");
        result(two.backplane.leave());
        assertThat(one.cards()).containsExactly(one.id + " card");
    }

    @Test
    @DisplayName("a node that does not renew its lease is gone, and comes back when it does")
    void expires() {
        Node one = new Node();
        Node silent = new Node();
        silent.renew("silent");
        eventually(() -> one.cards().equals(List.of(one.id + " card")));
        silent.renew("again");
        assertThat(one.cards()).contains(silent.id + " again");
    }

    @Test
    @DisplayName("messages to all reach every node, messages to one reach that one, in order")
    void tells() {
        Node one = new Node();
        Node two = new Node();
        Node three = new Node();
        IntStream.range(0, 50).forEach(i -> one.backplane.tell(two.id, ("to two " + i).getBytes(UTF_8)));
        result(one.backplane.tellAll("to all".getBytes(UTF_8)));
        eventually(() -> two.messages.contains("to all") && three.messages.contains("to all"));
        assertThat(three.messages).containsExactly("to all");
        assertThat(two.messages.stream().filter(told -> told.startsWith("to two")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "to two " + i).toList());
    }

    @Test
    @DisplayName("a message to a node that is not there does not fail")
    void nobody() {
        Node one = new Node();
        result(one.backplane.tell(NodeId.random(), "anybody?".getBytes(UTF_8)));
        result(one.backplane.tellWatchers("anybody?".getBytes(UTF_8)));
    }

    @Test
    @DisplayName("messages to watchers reach the nodes that watch, for as long as they do")
    void watchers() {
        Node one = new Node();
        Node watches = new Node();
        Node does = new Node();
        result(watches.backplane.watch(true));
        result(does.backplane.watch(true));
        result(does.backplane.watch(false));
        result(one.backplane.tellWatchers("look".getBytes(UTF_8)));
        result(one.backplane.tellAll("done".getBytes(UTF_8)));
        eventually(() -> watches.messages.containsAll(List.of("look", "done")) && does.messages.contains("done"));
        assertThat(does.messages).containsExactly("done");
    }

    @Test
    @DisplayName("every node reads all entries, including its own, in one order, with rising numbers")
    void entries() {
        Node one = new Node();
        Node two = new Node();
        Node three = new Node();
        for (int i = 0; i < 20; i++) {
            one.append("one " + i, 0);
            two.append("two " + i, 0);
        }
        eventually(() -> nodes.stream().allMatch(node -> node.entries.size() >= 40));
        assertThat(one.entries).hasSize(40).isEqualTo(two.entries).isEqualTo(three.entries);
        assertThat(one.numbers).isSorted().doesNotHaveDuplicates().isEqualTo(three.numbers);
    }

    @Test
    @DisplayName("an entry gets a higher number than the highest that its node knows")
    void floor() {
        Node one = new Node();
        Node two = new Node();
        assertThat(one.append("high", 1_000_000)).isEqualTo(1_000_001);
        assertThat(two.append("next", 0)).isEqualTo(1_000_002);
        result(two.backplane.renew("card".getBytes(UTF_8), 2_000_000));
        assertThat(one.renew("card").number()).isEqualTo(2_000_000);
        assertThat(one.append("last", 0)).isEqualTo(2_000_001);
    }

    @Test
    @DisplayName("a node that comes later is not told what happened before it")
    void newcomer() {
        Node one = new Node();
        one.append("before", 0);
        eventually(() -> one.entries.contains("before"));
        Node two = new Node();
        one.append("after", 0);
        eventually(() -> two.entries.contains("after"));
        assertThat(two.entries).containsExactly("after");
    }

    @Test
    @DisplayName("a message of a megabyte arrives whole")
    void large() {
        Node one = new Node();
        Node two = new Node();
        String large = "x".repeat(1 << 20);
        result(one.backplane.tell(two.id, large.getBytes(UTF_8)));
        one.append(large, 0);
        eventually(() -> two.messages.contains(large) && two.entries.contains(large));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.protocol.node.NodeJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a cluster when its Redis is stopped, hangs, or comes back empty. */
@Timeout(120)
class RedisFaultsTest {

    private final RedisProcess redis = RedisBinary.OLDEST.start();
    private final List<Rollcall> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Rollcall::close);
        redis.close();
    }

    private static final class Tab implements Outbound {
        private final List<Message> received = new CopyOnWriteArrayList<>();

        @Override
        public int send(Message message) {
            received.add(message);
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    }

    private Rollcall node() {
        Rollcall node = Rollcall.builder()
                .currentVersion("v1")
                .backplane(new RedisBackplane(redis.address(), "faults"), NodeJson.INSTANCE)
                .build();
        nodes.add(node);
        return node;
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            node();
        }
        eventually(() -> nodes.stream()
                .allMatch(node -> node.internals().cluster().nodes().size() == count));
    }

    private static Tab tab(Rollcall node) {
        Tab tab = new Tab();
        Connection opened =
                node.internals().hub().open(Admission.of(Transport.WEBSOCKET, "v1", "/a"), connection -> tab);
        assertThat(opened.isClosed()).isFalse();
        return tab;
    }

    private static void eventually(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(40))
                .until(condition);
    }

    private static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    private static Stats stats(Rollcall node) {
        return result(node.internals().snapshots().readAll());
    }

    private static Outcome give(Rollcall node, Order order) {
        return result(node.internals().commands().give(order, Actor.APPLICATION));
    }

    private void allSee(int total) {
        eventually(() -> nodes.stream()
                .map(RedisFaultsTest::stats)
                .allMatch(stats -> stats.total() == total && !stats.coverage().partial()));
    }

    @Test
    @DisplayName("Redis is killed and comes back empty: each node goes on alone, and then all is as before")
    void killed() {
        start(3);
        List<Tab> tabs = nodes.stream().map(RedisFaultsTest::tab).toList();
        allSee(3);
        assertThat(give(nodes.get(0), Order.release("v2", false)).matched()).isEqualTo(3);
        redis.kill();
        eventually(() -> stats(nodes.get(0)).coverage().partial());
        assertThat(stats(nodes.get(0)).total()).isPositive();
        Outcome alone = give(nodes.get(1), Order.release("v3", false));
        assertThat(alone.matched()).isEqualTo(1);
        assertThat(alone.missing()).isNotNull();
        redis.restart();
        allSee(3);
        eventually(() -> nodes.stream().allMatch(node -> node.currentVersion().equals("v3")));
        assertThat(tabs).allSatisfy(tab -> assertThat(tab.received).hasSize(2)); // v2 and v3, once each
    }

    @Test
    @DisplayName("Redis hangs: every question is answered within its time, and nothing is lost when it goes on")
    void frozen() {
        start(2);
        nodes.forEach(RedisFaultsTest::tab);
        allSee(2);
        redis.freeze();
        eventually(() -> stats(nodes.get(0)).coverage().partial());
        assertThat(give(nodes.get(0), Order.reload(Target.all())).matched()).isEqualTo(1);
        redis.thaw();
        allSee(2);
    }
}

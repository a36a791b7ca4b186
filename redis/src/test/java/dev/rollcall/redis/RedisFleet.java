// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import static org.awaitility.Awaitility.await;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.Stats;
import dev.rollcall.protocol.node.NodeJson;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Some nodes of one cluster on a real Redis, with tabs that keep what they are sent. Used by one thread. */
final class RedisFleet implements AutoCloseable {

    final String cluster;
    final List<Rollcall> nodes = new ArrayList<>();

    /** Makes a fleet in a cluster that nobody else uses. */
    RedisFleet() {
        this(RedisBinary.anotherCluster());
    }

    RedisFleet(String cluster) {
        this.cluster = cluster;
    }

    /** A tab that keeps what it is sent. */
    static final class Tab implements Outbound {
        final List<Message> received = new CopyOnWriteArrayList<>();
        private @Nullable Connection connection;
        private final Rollcall node;

        private Tab(Rollcall node) {
            this.node = node;
        }

        @Override
        public int send(Message message) {
            received.add(message);
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}

        /** Closes the tab, as its visitor does. */
        void leave() {
            node.internals().hub().close(Objects.requireNonNull(connection), Disconnect.CLIENT_LEFT);
        }
    }

    Rollcall node(RedisAddress address) {
        return node(address, backplane -> backplane);
    }

    Rollcall node(RedisAddress address, UnaryOperator<Backplane> signed) {
        Rollcall node = Rollcall.builder()
                .currentVersion("v1")
                .backplane(signed.apply(new RedisBackplane(address, cluster)), NodeJson.INSTANCE)
                .build();
        nodes.add(node);
        return node;
    }

    /** Starts some nodes that know each other. */
    void start(RedisAddress address, int count) {
        for (int i = 0; i < count; i++) {
            node(address);
        }
        allKnow(count);
    }

    void allKnow(int count) {
        eventually(() -> nodes.stream()
                .allMatch(node -> node.internals().cluster().nodes().size() == count));
    }

    static Tab tab(Rollcall node) {
        Tab tab = new Tab(node);
        tab.connection = node.internals().hub().open(Admission.of(Transport.WEBSOCKET, "v1", "/a"), opened -> tab);
        return tab;
    }

    /** Stops a node in order. */
    void stop(Rollcall node) {
        nodes.remove(node);
        node.close();
    }

    /** Waits for a condition. A Redis whose role changes ends its connections, even the one that asks about it. */
    static void eventually(Callable<Boolean> condition) {
        await().ignoreExceptionsInstanceOf(RedisException.class)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(40))
                .until(condition);
    }

    static <T> T result(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    static Stats stats(Rollcall node) {
        return result(node.internals().snapshots().readAll());
    }

    static Outcome give(Rollcall node, Order order) {
        return result(node.internals().commands().give(order, Actor.APPLICATION));
    }

    /** Waits until each node shows a total and says that it is complete. */
    void allSee(int total) {
        eventually(() -> nodes.stream()
                .map(RedisFleet::stats)
                .allMatch(stats -> stats.total() == total && !stats.coverage().partial()));
    }

    /** Waits until a version is current on each node. */
    void allHave(String version) {
        eventually(() -> nodes.stream().allMatch(node -> node.currentVersion().equals(version)));
    }

    @Override
    public void close() {
        nodes.forEach(Rollcall::close);
    }
}

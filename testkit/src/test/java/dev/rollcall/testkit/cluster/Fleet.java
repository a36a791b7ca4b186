// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.RollcallBuilder;
import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.node.NodeJson;
import dev.rollcall.protocol.node.SignedBackplane;
import dev.rollcall.testkit.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Some nodes on one backplane in memory and one clock. They do everything on the thread that advances it. */
final class Fleet implements AutoCloseable {

    final ManualTimer timer = ManualTimer.still();
    final MemoryNetwork network = new MemoryNetwork(timer);
    final List<Node> nodes = new ArrayList<>();

    /** One node. */
    final class Node {
        final Backplane backplane = network.join();
        final Rollcall rollcall;

        Node(UnaryOperator<RollcallBuilder> settings, UnaryOperator<Backplane> signed) {
            rollcall = settings.apply(Rollcall.builder().currentVersion("v1"))
                    .timer(timer)
                    .backplane(signed.apply(backplane), NodeJson.INSTANCE)
                    .clusterThread(Fleet.this::soon)
                    .authorizerThread(Fleet.this::soon)
                    .build();
            nodes.add(this);
        }

        NodeId id() {
            return rollcall.internals().hub().node();
        }

        Tab tab(String version, String route) {
            Tab tab = new Tab();
            Admission admission = new Admission(Transport.WEBSOCKET, version, route, null, null, false);
            rollcall.internals().releases().seen(version, false);
            tab.connection = rollcall.internals().hub().open(admission, connection -> tab);
            return tab;
        }

        void close(Tab tab) {
            rollcall.internals().hub().close(tab.connection(), Disconnect.CLIENT_LEFT);
        }
    }

    /** A tab that keeps what it is sent. */
    static final class Tab implements Outbound {
        final List<Message> received = new CopyOnWriteArrayList<>();
        private @Nullable Connection connection;

        Connection connection() {
            Connection opened = connection;
            if (opened == null) {
                throw new IllegalStateException("not open");
            }
            return opened;
        }

        @Override
        public int send(Message message) {
            received.add(message);
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    }

    Node node() {
        return node(settings -> settings);
    }

    Node node(UnaryOperator<RollcallBuilder> settings) {
        return new Node(settings, backplane -> backplane);
    }

    /** Starts a node that signs what it writes. */
    Node node(UnaryOperator<RollcallBuilder> settings, String key, Runnable forged) {
        return new Node(settings, backplane -> new SignedBackplane(backplane, key, forged));
    }

    /** Starts some nodes that know each other. */
    List<Node> start(int count) {
        List<Node> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(node());
        }
        eventually(() -> nodes.stream()
                .allMatch(node -> node.rollcall.internals().cluster().nodes().size() == nodes.size()));
        return started;
    }

    /** Runs a task as soon as time passes, on the thread that lets it pass: no time passes while the task runs. */
    void soon(Runnable task) {
        timer.after(Duration.ZERO, task);
    }

    /** Lets time pass until a condition holds, for an hour at most. */
    void eventually(BooleanSupplier condition) {
        for (int i = 0; i < 36_000; i++) {
            timer.advance(Duration.ofMillis(100));
            if (condition.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("it did not come to that within an hour");
    }

    /** Lets time pass in small steps, as real time does. */
    void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            timer.advance(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.rollcall.close());
        timer.close();
    }
}

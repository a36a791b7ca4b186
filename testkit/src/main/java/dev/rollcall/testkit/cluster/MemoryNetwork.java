// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.cluster;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.BackplaneException;
import dev.rollcall.core.backplane.Receiver;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backplane in memory for several nodes in one process, on a timer that a test may advance. Nodes can be cut off, and
 * it can forget everything. Thread-safe.
 */
public final class MemoryNetwork {

    private final Timer timer;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final Map<NodeId, Leased> leases = new LinkedHashMap<>();
    private long number;
    private long tells;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
    private record Entry(long number, long at, byte[] content) {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares leases
    private record Leased(long ends, byte[] card) {}

    /** Makes a network without nodes. */
    public MemoryNetwork(Timer timer) {
        this.timer = timer;
    }

    /** Connects one more node to the others. */
    public Backplane join() {
        return new Node();
    }

    /** Cuts a node off: its calls fail, and nothing reaches it. */
    public synchronized void cut(Backplane backplane) {
        Node node = (Node) backplane;
        node.cut = true;
        node.later(receiver -> receiver.lost("it was cut off"));
    }

    /** Lets a node reach the others again. */
    public synchronized void mend(Backplane backplane) {
        Node node = (Node) backplane;
        node.cut = false;
        node.later(Receiver::connected);
        node.catchUp();
    }

    /** Forgets everything, like a server that comes back empty. */
    public synchronized void forget() {
        log.clear();
        leases.clear();
        number = 0;
        nodes.forEach(node -> node.read = 0);
    }

    /** Writes an entry that no node has appended into the log, with any number. */
    public synchronized void forge(long forged, byte[] entry) {
        log.add(new Entry(forged, timer.ticks(), entry));
        nodes.stream().filter(node -> !node.cut).forEach(Node::catchUp);
    }

    /** Returns how often a node has told others anything. */
    public synchronized long tells() {
        return tells;
    }

    private final class Node implements Backplane {
        private @Nullable NodeId self;
        private @Nullable Receiver receiver;
        private boolean watches;
        private boolean cut;
        private boolean closed;
        private int read;

        @Override
        public void start(NodeId id, Receiver told) {
            synchronized (MemoryNetwork.this) {
                self = id;
                receiver = told;
                read = log.size();
                nodes.add(this);
                if (!cut) {
                    later(Receiver::connected);
                }
            }
        }

        private NodeId self() {
            NodeId id = self;
            if (id == null) {
                throw new IllegalStateException("not started");
            }
            return id;
        }

        private <T> CompletionStage<T> call(Supplier<T> action) {
            synchronized (MemoryNetwork.this) {
                if (cut || closed) {
                    return CompletableFuture.failedStage(new BackplaneException("it was cut off"));
                }
                return CompletableFuture.completedStage(action.get());
            }
        }

        private void later(Consumer<Receiver> event) {
            timer.after(Duration.ZERO, () -> {
                Receiver told = receiver;
                if (told != null && !closed) {
                    event.accept(told);
                }
            });
        }

        @Override
        public CompletionStage<Roster> renew(byte[] card, long floor) {
            return call(() -> {
                long now = timer.ticks();
                number = Math.max(number, floor);
                leases.put(self(), new Leased(now + LEASE.toMillis(), card));
                leases.values().removeIf(leased -> leased.ends() <= now);
                List<Roster.Lease> all = new ArrayList<>();
                leases.forEach((node, leased) ->
                        all.add(new Roster.Lease(node, Duration.ofMillis(leased.ends() - now), leased.card())));
                return new Roster(all, number);
            });
        }

        @Override
        public CompletionStage<@Nullable Void> leave() {
            return call(() -> {
                leases.remove(self());
                return null;
            });
        }

        @Override
        public CompletionStage<@Nullable Void> tellAll(byte[] message) {
            return call(() -> tell(message, node -> true));
        }

        @Override
        public CompletionStage<@Nullable Void> tellWatchers(byte[] message) {
            return call(() -> tell(message, node -> node.watches));
        }

        @Override
        public CompletionStage<@Nullable Void> tell(NodeId to, byte[] message) {
            return call(() -> tell(message, node -> to.equals(node.self)));
        }

        private @Nullable Void tell(byte[] message, Predicate<Node> which) {
            tells++;
            nodes.stream()
                    .filter(which)
                    .filter(node -> !node.cut)
                    .forEach(node -> node.later(told -> told.message(message)));
            return null;
        }

        @Override
        public CompletionStage<@Nullable Void> watch(boolean on) {
            return call(() -> {
                watches = on;
                return null;
            });
        }

        @Override
        public CompletionStage<Long> append(byte[] entry, long floor) {
            return call(() -> {
                number = Math.max(number, floor) + 1;
                log.add(new Entry(number, timer.ticks(), entry));
                nodes.stream().filter(node -> !node.cut).forEach(Node::catchUp);
                return number;
            });
        }

        private void catchUp() {
            long now = timer.ticks();
            while (read < log.size()) {
                Entry entry = log.get(read++);
                later(told -> told.entry(entry.number(), now - entry.at(), entry.content()));
            }
        }

        @Override
        public void close() {
            synchronized (MemoryNetwork.this) {
                closed = true;
                nodes.remove(this);
            }
        }
    }
}

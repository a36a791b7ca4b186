// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.cluster.NodeCard.State;
import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of one: it knows itself, and acts on its own entries on the thread that appends them. Has no thread of its
 * own.
 */
public final class AloneCluster implements Cluster {

    private final NodeId self;
    private final Counts counts;
    private final Timer timer;
    private final long started;
    private final AtomicLong last = new AtomicLong();
    private volatile NodeInfo info = NodeInfo.UNKNOWN;
    private volatile State state = State.UP;
    private volatile @Nullable ClusterActor actor;

    /** @param counts those of this node */
    public AloneCluster(NodeId self, Counts counts, Timer timer) {
        this.self = self;
        this.counts = counts;
        this.timer = timer;
        this.started = timer.ticks();
    }

    @Override
    public NodeId self() {
        return self;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public List<NodeCard> nodes() {
        long uptime = timer.ticks() - started;
        return List.of(new NodeCard(
                self,
                info.name(),
                info.software(),
                state,
                uptime,
                counts.total(),
                counts.observers(),
                Map.of(),
                info.room(),
                0,
                false,
                "",
                null));
    }

    @Override
    public boolean isThere(NodeId node) {
        return node.equals(self);
    }

    @Override
    public NodeId choose(String text, @Nullable NodeId preferred) {
        return self;
    }

    @Override
    public Coverage coverage() {
        return Coverage.ALONE;
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public List<Sample> oldestElsewhere() {
        return List.of();
    }

    @Override
    public CompletionStage<@Nullable Void> look() {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onChange(Runnable action) {}

    @Override
    public void watchedWhile(BooleanSupplier somebodyLooks) {}

    @Override
    public void describe(NodeInfo described) {
        info = described;
    }

    @Override
    public void leaving() {
        state = State.LEAVING;
    }

    @Override
    public void arrived(NodeId from, Connection connection) {}

    @Override
    public CompletionStage<byte[]> ask(NodeId to, String topic, byte[] body, Duration patience) {
        return CompletableFuture.failedStage(new UnansweredException(to, true));
    }

    @Override
    public CompletionStage<Map<NodeId, byte[]>> askOthers(String topic, byte[] body) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public void answer(String topic, Function<byte[], CompletionStage<byte[]>> answer) {}

    @Override
    public CompletionStage<Long> append(LogEntry entry) {
        ClusterActor acts = actor;
        InForce current = acts == null ? null : acts.current();
        long floor = current == null ? 0 : current.number();
        long number = last.updateAndGet(before -> Math.max(before, floor) + 1);
        if (acts != null) {
            acts.entry(number, 0, entry);
        }
        return CompletableFuture.completedStage(number);
    }

    @Override
    public void onShared(String topic, Consumer<byte[]> action) {}

    @Override
    public void onConnected(Runnable action) {}

    @Override
    public void onJoined(Consumer<NodeId> action) {}

    @Override
    public void act(ClusterActor acts) {
        actor = acts;
    }

    @Override
    public void done(NodeId giver, Done done) {
        ClusterActor acts = actor;
        if (acts != null) {
            acts.done(done);
        }
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void settled(Settled settled) {}

    @Override
    public CompletionStage<Map<NodeId, Integer>> countElsewhere(Command command) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}

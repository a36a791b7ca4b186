// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Whether somebody looks at stats on this node: while that is so, others keep it informed. */
final class Looking {

    private final NodeId self;
    private final Backplane backplane;
    private final NodeLink link;
    private final Members members;
    private final Timer timer;
    private final Executor thread;
    private final List<Waiting> waiting = new ArrayList<>(); // on the cluster's thread
    private volatile long until = Long.MIN_VALUE / 2; // in ticks
    private volatile boolean on;
    private volatile BooleanSupplier somebodyLooks = () -> false;

    private record Waiting(CompletableFuture<@Nullable Void> whole, Timer.Cancellable alarm) {
        void end() {
            alarm.cancel();
            whole.complete(null);
        }
    }

    Looking(NodeId self, Backplane backplane, NodeLink link, Members members, Timer timer, Executor thread) {
        this.self = self;
        this.backplane = backplane;
        this.link = link;
        this.members = members;
        this.timer = timer;
        this.thread = thread;
    }

    void watchedWhile(BooleanSupplier condition) {
        somebodyLooks = condition;
    }

    boolean isOn() {
        return on;
    }

    CompletionStage<@Nullable Void> look() {
        until = timer.ticks() + BackplaneCluster.WATCH.toMillis();
        CompletableFuture<@Nullable Void> whole = new CompletableFuture<>();
        Timer.Cancellable alarm = timer.after(Cluster.PATIENCE, () -> thread.execute(() -> end(whole)));
        thread.execute(() -> {
            waiting.add(new Waiting(whole, alarm));
            start();
            ask();
        });
        return whole;
    }

    /* From here on, everything runs on the cluster's thread. */

    private void end(CompletableFuture<@Nullable Void> whole) {
        waiting.removeIf(one -> one.whole() == whole);
        members.changed();
        whole.complete(null);
    }

    private void start() {
        if (!on) {
            on = true;
            members.changed();
            backplane.watch(true).whenComplete((watching, failure) -> thread.execute(this::ask));
        }
    }

    /** Somebody may look all the time, or no longer at all. */
    void goOn() {
        if (somebodyLooks.getAsBoolean()) {
            until = timer.ticks() + BackplaneCluster.WATCH.toMillis();
            start();
        } else if (on && until <= timer.ticks()) {
            on = false;
            backplane.watch(false);
            members.forgetNames();
        }
    }

    /** The backplane can be reached again. */
    void connected() {
        if (on) {
            backplane.watch(true);
        }
    }

    /** Asks nodes whose latest picture is not known for it, and lets callers go on that waited for all nodes. */
    void ask() {
        if (!on) {
            return;
        }
        long now = timer.ticks();
        members.each(member -> {
            if (member.takeTurnToAsk(now)) {
                link.tell(member.card().node(), new NodeMessage.Watch(self));
            }
        });
        if (!waiting.isEmpty() && members.coverage().missing() == null) {
            List<Waiting> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(Waiting::end);
        }
    }
}

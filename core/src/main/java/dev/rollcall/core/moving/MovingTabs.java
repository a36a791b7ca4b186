// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.moving;

import dev.rollcall.core.cluster.NodeMessage.Moving;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Holds tabs in the counts that a leaving node has sent away, until they have opened elsewhere or {@link #PATIENCE} has passed:
 * so a rolling restart makes the totals neither dip nor double. Each node says how many it has sent away and how many have come
 * to it, as running totals, so that a message that is lost is made up for by the next one.
 */
public final class MovingTabs implements HubObserver {

    /** How long a tab is waited for, from when its node said last that it sends tabs away. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How many nodes may be leaving at a time; more are not held. */
    private static final int MOST = 1_000;

    private final NodeId self;
    private final Timer timer;
    private final Executor thread;
    private final Consumer<Moving> tellAll;
    private final Counts own;
    private final BiConsumer<Picture, Picture> sum;
    private final Runnable due;
    private final Map<NodeId, Leaver> leavers = new HashMap<>(); // on the cluster's thread
    private final ConcurrentHashMap<NodeId, Tally> arrived = new ConcurrentHashMap<>();
    private final Tally sentAway = new Tally();
    private volatile boolean leaving;

    /** What is known here of a node that is leaving, or has left. */
    private static final class Leaver {
        private final Map<NodeId, Picture> arrived = new HashMap<>();
        private Picture sentAway = Picture.EMPTY;
        private Picture held = Picture.EMPTY;
        private long ends;
    }

    /**
     * Begins with no node that leaves.
     *
     * @param thread runs tasks one after the other, in order: that of the cluster
     * @param tellAll tells all other nodes
     * @param own what this node counts itself
     * @param sum takes what was held before and what is held now into the counts; called on the thread
     * @param due called when there is something to {@linkplain #publishArrived publish}, on any thread
     */
    public MovingTabs(
            NodeId self,
            Timer timer,
            Executor thread,
            Consumer<Moving> tellAll,
            Counts own,
            BiConsumer<Picture, Picture> sum,
            Runnable due) {
        this.self = self;
        this.timer = timer;
        this.thread = thread;
        this.tellAll = tellAll;
        this.own = own;
        this.sum = sum;
        this.due = due;
    }

    /** This node leaves: from now on others look for tabs of it. From any thread. */
    public void leaving() {
        leaving = true;
        tellSentAway();
    }

    /** A tab that was on another node has opened here. From any thread. */
    public void arrived(NodeId from, Connection connection) {
        Tally tally = connection.isObserver() ? null : arrived.get(from);
        if (tally != null) {
            tally.add(connection, own.route(connection));
            due.run();
        }
    }

    /** Tells who has come here. To be called before this node tells what it counts itself, so that nobody counts twice. */
    public void publishArrived() {
        arrived.forEach((of, tally) -> {
            Leaver leaver = leavers.get(of);
            Picture now = tally.picture();
            if (leaver != null
                    && now.total()
                            > leaver.arrived.getOrDefault(self, Picture.EMPTY).total()) {
                tell(new Moving(self, of, now, own.total()));
            }
        });
    }

    /** Tells who was sent away from here. To be called after this node has told what it counts itself. */
    public void publishSentAway() {
        Leaver leaver = leavers.get(self);
        if (leaver != null && sentAway.picture().total() > leaver.sentAway.total()) {
            tell(new Moving(self, self, sentAway.picture(), own.total()));
        }
    }

    private void tell(Moving message) {
        take(message);
        tellAll.accept(message);
    }

    /** Tells once more, at the end of this node. From any thread. */
    public void tellSentAway() {
        if (leaving) {
            Moving message = new Moving(self, self, sentAway.picture(), own.total());
            thread.execute(() -> take(message));
            tellAll.accept(message);
        }
    }

    /** Takes in what a node says. On the cluster's thread. */
    public void take(Moving message) {
        if (leavers.size() >= MOST && !leavers.containsKey(message.of())) {
            return;
        }
        Leaver leaver = leavers.computeIfAbsent(message.of(), this::begin);
        if (message.from().equals(message.of())) {
            leaver.sentAway = message.moved();
            leaver.ends = timer.ticks() + PATIENCE.toMillis();
            timer.after(PATIENCE, () -> thread.execute(() -> end(message.of())));
        } else {
            leaver.arrived.put(message.from(), message.moved());
        }
        hold(leaver, Tally.without(leaver.sentAway, leaver.arrived.values()));
    }

    private Leaver begin(NodeId node) {
        arrived.put(node, new Tally());
        Leaver leaver = new Leaver();
        leaver.ends = timer.ticks() + PATIENCE.toMillis();
        timer.after(PATIENCE, () -> thread.execute(() -> end(node)));
        return leaver;
    }

    private void hold(Leaver leaver, Picture now) {
        sum.accept(leaver.held, now);
        leaver.held = now;
    }

    private void end(NodeId node) {
        Leaver leaver = leavers.get(node);
        if (leaver != null && leaver.ends <= timer.ticks()) {
            forget(node);
        }
    }

    private void forget(NodeId node) {
        Leaver leaver = leavers.remove(node);
        arrived.remove(node);
        if (leaver != null) {
            hold(leaver, Picture.EMPTY);
        }
    }

    /** Others cannot be reached, so it would not be heard where tabs open. On the cluster's thread. */
    public void lost() {
        List.copyOf(leavers.keySet()).forEach(this::forget);
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        if (leaving && why.equals(Disconnect.GOING_AWAY) && !connection.isObserver()) {
            sentAway.add(connection, own.route(connection));
            due.run();
        }
    }
}

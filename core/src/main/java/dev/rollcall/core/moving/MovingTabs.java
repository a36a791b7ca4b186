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
 * Keeps tabs that a leaving node has sent away in the counts until they have opened elsewhere or {@link #PATIENCE} has
 * passed: so a rolling restart makes the totals neither dip nor double. Each node says how many it has sent away and
 * how many have come to it, as running totals, so that the next message makes up for a lost one.
 */
public final class MovingTabs implements HubObserver {

    /** How long to wait for a tab, counted from when its node last said that it had sent tabs away. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How many leaving nodes are tracked at a time; tabs of further ones are not kept. */
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

    /** What this node knows about a node that is leaving or has left. */
    private static final class Leaver {
        private final Map<NodeId, Picture> arrived = new HashMap<>();
        private Picture sentAway = Picture.EMPTY;
        private Picture held = Picture.EMPTY;
        private long ends;
    }

    /**
     * Begins with no leaving nodes.
     *
     * @param thread runs tasks one at a time, in order: the cluster's thread
     * @param tellAll tells all other nodes
     * @param own this node's own counts
     * @param sum updates the counts from the tabs kept before to those kept now; called on the thread
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

    /** This node is leaving: from now on others look out for its tabs. From any thread. */
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

    /**
     * Tells which tabs have come here. To be called before this node sends its own counts, so that no tab is counted
     * twice.
     */
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

    /** Tells which tabs were sent away from here. To be called after this node has sent its own counts. */
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

    /** Tells this once more, when this node ends. From any thread. */
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

    /** Other nodes cannot be reached, so this node would not hear where tabs open. On the cluster's thread. */
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

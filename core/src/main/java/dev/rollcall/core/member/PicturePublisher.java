// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.moving.MovingTabs;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Tells other nodes what this one counts, at most twice a second, and only while somebody looks there. A change in the hub
 * only sets a flag; everything else happens on the cluster's thread.
 */
final class PicturePublisher implements HubObserver {

    static final Duration INTERVAL = Duration.ofMillis(500);

    private final NodeId self;
    private final Counts own;
    private final Supplier<Sample> oldest;
    private final NodeLink link;
    private final Timer timer;
    private final Executor thread;
    private final MovingTabs moving;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Map<NodeId, Long> watchers = new HashMap<>(); // until when, in ticks
    private volatile boolean published;
    private Picture last = Picture.EMPTY;
    private long latest;
    private volatile long seq; // the same, for other threads
    private volatile long notBefore = Long.MIN_VALUE / 2;

    /** @param sum counts tabs that are on their way between nodes */
    PicturePublisher(
            NodeId self,
            Counts own,
            Supplier<Sample> oldest,
            NodeLink link,
            Timer timer,
            Executor thread,
            BiConsumer<Picture, Picture> sum) {
        this.moving = new MovingTabs(self, timer, thread, link::tellAll, own, sum, this::markMoving);
        this.self = self;
        this.own = own;
        this.oldest = oldest;
        this.link = link;
        this.timer = timer;
        this.thread = thread;
    }

    /** Returns the tabs that are on their way between nodes. */
    MovingTabs moving() {
        return moving;
    }

    /** The number of the latest picture that others may know. */
    long seq() {
        return seq;
    }

    /** Somebody is looking on another node, for a while. */
    void watched(NodeId by) {
        watchers.put(by, timer.ticks() + BackplaneCluster.WATCH.toMillis());
        if (!published) {
            published = true;
            mark();
        }
    }

    /** Tells one node everything. */
    void tellWhole(NodeId to) {
        publish();
        link.tell(to, new NodeMessage.Whole(self, seq, last));
    }

    private void mark() {
        if (published) {
            markMoving();
        }
    }

    /** Moving tabs are reported even while nobody is looking. */
    private void markMoving() {
        if (!due.get() && due.compareAndSet(false, true)) {
            timer.after(Duration.ofMillis(notBefore - timer.ticks()), () -> thread.execute(this::tick));
        }
    }

    private void tick() {
        due.set(false);
        long now = timer.ticks();
        watchers.values().removeIf(until -> until <= now);
        notBefore = now + INTERVAL.toMillis();
        moving.publishArrived();
        if (watchers.isEmpty()) {
            published = false;
        } else {
            publish();
        }
        moving.publishSentAway();
    }

    private void publish() {
        Picture now = Picture.of(own, oldest.get());
        Picture change = last.changesTo(now);
        if (change.changes(last)) {
            last = now;
            latest++;
            seq = latest;
            link.tellWatchers(new NodeMessage.Changed(self, seq, change));
        }
    }

    @Override
    public void opened(Connection connection) {
        mark();
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        mark();
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        moving.closed(connection, why);
        mark();
    }
}

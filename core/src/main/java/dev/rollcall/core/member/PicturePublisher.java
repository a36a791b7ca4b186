// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells other nodes what this one counts, at most twice a second, and only while somebody looks there. A change in the hub
 * only sets a flag; everything else happens on the cluster's thread.
 */
final class PicturePublisher implements HubObserver {

    static final Duration INTERVAL = Duration.ofMillis(500);

    private final NodeId self;
    private final Counts own;
    private final NodeLink link;
    private final Timer timer;
    private final Executor thread;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Map<NodeId, Long> watchers = new HashMap<>(); // until when, in ticks
    private volatile boolean published;
    private Picture last = Picture.EMPTY;
    private long latest;
    private volatile long seq; // the same, for other threads
    private volatile long notBefore = Long.MIN_VALUE / 2;

    PicturePublisher(NodeId self, Counts own, NodeLink link, Timer timer, Executor thread) {
        this.self = self;
        this.own = own;
        this.link = link;
        this.timer = timer;
        this.thread = thread;
    }

    /** The number of the latest picture that others may know. */
    long seq() {
        return seq;
    }

    /** Somebody looks on another node, for a while. */
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
        if (published && !due.get() && due.compareAndSet(false, true)) {
            timer.after(Duration.ofMillis(notBefore - timer.ticks()), () -> thread.execute(this::tick));
        }
    }

    private void tick() {
        due.set(false);
        long now = timer.ticks();
        watchers.values().removeIf(until -> until <= now);
        if (watchers.isEmpty()) {
            published = false;
            return;
        }
        notBefore = now + INTERVAL.toMillis();
        publish();
    }

    private void publish() {
        Picture now = Picture.of(own);
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
        mark();
    }
}

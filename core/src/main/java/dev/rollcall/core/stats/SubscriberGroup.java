// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers that are sent the same messages, at the same pace: whole snapshots, or one snapshot and then changes.
 * Thread-safe; the tick runs on the timer's thread only.
 */
final class SubscriberGroup {

    /* Design: `due` is set from when a tick is asked for until it is done, so that any number of changes asks the timer
     * once, and one that comes during a tick waits for the pause that tick sets. `stale` says that the last snapshot no
     * longer shows what is; `wanted`, that there is something to do besides: a subscriber in FRESH state, who has seen no
     * snapshot of this lane yet and gets one whole, or nobody left. Marks are cleared before the work they stand for
     * and checked again after `due`: what comes in between is done by the next tick, which sends nothing when it finds
     * nothing new. */

    private enum State {
        FRESH,
        FOLLOWING
    }

    private final SnapshotBuilder builder;
    private final StatsLimits limits;
    private final Timer timer;
    private final Telemetry telemetry;
    private final boolean delta;
    private final ConcurrentHashMap<Connection, State> subscribers = new ConcurrentHashMap<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean stale = true;
    private volatile boolean wanted;
    private volatile long notBefore = Long.MIN_VALUE / 2; // in ticks

    /* Only on the timer's thread. Credit is what may be sent now, in bytes; while it is negative, nothing is sent. */
    private final long mostCredit;
    private long credit;
    private long creditAt;
    private @Nullable Stats last;
    private @Nullable Message lastWhole;
    private long seq;

    SubscriberGroup(SnapshotBuilder builder, StatsLimits limits, Timer timer, Telemetry telemetry, boolean delta) {
        this.builder = builder;
        this.limits = limits;
        this.timer = timer;
        this.telemetry = telemetry;
        this.delta = delta;
        // A delta subscriber gets one large snapshot and then small changes, so the changes may borrow half a second of
        // budget. Full snapshots would always spend it.
        this.mostCredit = delta ? limits.bytesPerSecond() / 2 : 0;
        this.credit = mostCredit;
        this.creditAt = timer.ticks();
    }

    void add(Connection connection) {
        subscribers.put(connection, State.FRESH);
        if (connection.isClosed()) { // it may have closed before it was in the map
            subscribers.remove(connection);
        }
        want();
    }

    void remove(Connection connection) {
        if (subscribers.remove(connection) != null && subscribers.isEmpty()) {
            want(); // the tick that finds nobody lets go of the last snapshot
        }
    }

    /** A subscriber's next message is a whole snapshot. Does nothing for others. */
    void refresh(Connection connection) {
        if (subscribers.replace(connection, State.FRESH) != null) {
            want();
        }
    }

    int size() {
        return subscribers.size();
    }

    void changed() {
        stale = true;
        if (!subscribers.isEmpty()) {
            schedule();
        }
    }

    private void want() {
        wanted = true;
        schedule();
    }

    private void schedule() {
        if (!due.get() && due.compareAndSet(false, true)) {
            timer.after(Duration.ofMillis(notBefore - timer.ticks()), this::tick);
        }
    }

    private void tick() {
        wanted = false;
        if (subscribers.isEmpty()) {
            forget();
        } else {
            serve();
        }
        due.set(false);
        if (wanted || (stale && !subscribers.isEmpty())) {
            schedule();
        }
    }

    private void serve() {
        long start = System.nanoTime();
        Message update = update();
        Round round = new Round();
        subscribers.forEach((connection, state) -> hand(round, connection, state, update));
        if (round.served > 0) {
            long now = timer.ticks();
            notBefore = now + spend(round.largest, now);
            telemetry.statsTick(round.served, round.bytes, System.nanoTime() - start);
        }
    }

    /** Takes bytes off the credit; returns how long to wait until the next message, in milliseconds. */
    private long spend(long bytes, long now) {
        long earned = (now - creditAt) * limits.bytesPerSecond() / 1_000;
        credit = Math.min(mostCredit, credit + earned) - bytes;
        creditAt = now;
        long forBytes = -credit * 1_000 / limits.bytesPerSecond();
        long forNames = builder.names() * 1_000 / StatsLimits.NAMES_PER_SECOND;
        return Math.max(limits.interval().toMillis(), Math.max(forBytes, forNames));
    }

    /** Reads a new snapshot if there may be one; returns the message for those who follow, or null for none. */
    private @Nullable Message update() {
        Stats before = last;
        if (!stale && before != null) {
            return null;
        }
        stale = false;
        Stats now = builder.read();
        StatsDelta difference = before == null ? null : new StatsDelta(before, now, seq + 1);
        if (before != null && difference != null && difference.isEmpty(before)) {
            return null;
        }
        seq++;
        last = now;
        lastWhole = new StatsMessage(now, delta ? seq : 0);
        return delta && difference != null ? difference : lastWhole;
    }

    private void hand(Round round, Connection connection, State state, @Nullable Message update) {
        Message message = state == State.FRESH ? lastWhole : update;
        // Subscribers that left meanwhile, or are to begin afresh, are sent nothing.
        if (message != null && subscribers.replace(connection, state, State.FOLLOWING)) {
            round.add(connection.send(message));
        }
    }

    /** Nobody is looking: drops the snapshot, and starts afresh with the next subscriber. */
    private void forget() {
        last = null;
        lastWhole = null;
    }

    private static final class Round {
        private int served;
        private long bytes;
        private long largest;

        void add(int size) {
            served++;
            bytes += size;
            largest = Math.max(largest, size);
        }
    }
}

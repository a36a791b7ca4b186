// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time limits of one length, with one timer for all of them: who comes last is due last. Joining and leaving cost the same
 * however many there are, and whoever leaves is let go of at once. Event loop only.
 */
public final class TimeoutQueue {

    private final EventLoop loop;
    private final long nanos;
    private @Nullable Timeout first;
    private @Nullable Timeout last;
    private boolean set;

    /**
     * Empty.
     *
     * @param delay how long after joining one is due, more than zero
     */
    TimeoutQueue(EventLoop loop, Duration delay) {
        this.loop = loop;
        this.nanos = delay.toNanos();
    }

    /** Starts the time of one that is in no list. */
    void join(Timeout one) {
        one.at = System.nanoTime() + nanos;
        one.list = this;
        one.before = last;
        if (last == null) {
            first = one;
        } else {
            last.after = one;
        }
        last = one;
        if (!set) {
            schedule(nanos);
        }
    }

    private void remove(Timeout one) {
        Timeout before = one.before;
        Timeout after = one.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        one.before = null;
        one.after = null;
        one.list = null;
    }

    private void look() {
        set = false;
        long now = System.nanoTime();
        Timeout one = first;
        while (one != null && one.at - now <= 0) {
            remove(one);
            one.expire();
            one = first;
        }
        if (one != null && !set) {
            schedule(one.at - now);
        }
    }

    private void schedule(long delay) {
        set = true;
        try {
            loop.schedule(this::look, delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            set = false; // The loop is ending, and everything on it.
        }
    }

    /** One that has a time limit. */
    abstract static class Timeout {

        private long at;
        private @Nullable TimeoutQueue list;
        private @Nullable Timeout before;
        private @Nullable Timeout after;

        /** Its time is over; it is in no list any more. */
        abstract void expire();

        /** Leaves its list, if it is in one. */
        final void leaveList() {
            if (list != null) {
                list.remove(this);
            }
        }
    }
}

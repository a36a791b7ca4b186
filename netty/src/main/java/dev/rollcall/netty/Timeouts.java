// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time limits of one length, with one timer for all of them: who comes last is due last. Joining and leaving cost the same
 * however many there are, and whoever leaves is let go of at once. Event loop only.
 */
final class DueList {

    private final EventLoop loop;
    private final long nanos;
    private @Nullable Due first;
    private @Nullable Due last;
    private boolean set;

    /**
     * Empty.
     *
     * @param delay how long after joining one is due, more than zero
     */
    DueList(EventLoop loop, Duration delay) {
        this.loop = loop;
        this.nanos = delay.toNanos();
    }

    /** Starts the time of one that is in no list. */
    void join(Due due) {
        due.at = System.nanoTime() + nanos;
        due.list = this;
        due.before = last;
        if (last == null) {
            first = due;
        } else {
            last.after = due;
        }
        last = due;
        if (!set) {
            schedule(nanos);
        }
    }

    private void remove(Due due) {
        Due before = due.before;
        Due after = due.after;
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
        due.before = null;
        due.after = null;
        due.list = null;
    }

    private void look() {
        set = false;
        long now = System.nanoTime();
        Due due = first;
        while (due != null && due.at - now <= 0) {
            remove(due);
            due.isDue();
            due = first;
        }
        if (due != null && !set) {
            schedule(due.at - now);
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
    abstract static class Due {

        private long at;
        private @Nullable DueList list;
        private @Nullable Due before;
        private @Nullable Due after;

        /** Its time is over; it is in no list any more. */
        abstract void isDue();

        /** Leaves its list, if it is in one. */
        final void leaveList() {
            if (list != null) {
                list.remove(this);
            }
        }
    }
}

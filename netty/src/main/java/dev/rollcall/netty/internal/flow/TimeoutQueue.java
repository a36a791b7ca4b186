// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.flow;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time limits of one length, with one timer for all of them: the first to join is the first to expire. Joining and
 * leaving take constant time, and the queue does not refer to an entry that has left. Event loop only; its clock is the
 * loop's.
 */
public final class TimeoutQueue {

    private final EventLoop loop;
    private final long nanos;
    private @Nullable Entry first;
    private @Nullable Entry last;
    private boolean scheduled;

    /**
     * Makes an empty queue.
     *
     * @param delay how long after joining an entry expires, more than zero
     */
    public TimeoutQueue(EventLoop loop, Duration delay) {
        this.loop = loop;
        this.nanos = delay.toNanos();
    }

    /** Starts the time limit of an entry that is in no queue. */
    public void join(Entry entry) {
        entry.expiresAt = now() + nanos;
        entry.queue = this;
        entry.before = last;
        if (last == null) {
            first = entry;
        } else {
            last.after = entry;
        }
        last = entry;
        if (!scheduled) {
            schedule(nanos);
        }
    }

    private void remove(Entry entry) {
        Entry before = entry.before;
        Entry after = entry.after;
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
        entry.before = null;
        entry.after = null;
        entry.queue = null;
    }

    private void expireDue() {
        scheduled = false;
        long now = now();
        Entry entry = first;
        while (entry != null && entry.expiresAt - now <= 0) {
            remove(entry);
            entry.expire();
            entry = first;
        }
        if (entry != null && !scheduled) {
            schedule(entry.expiresAt - now);
        }
    }

    private void schedule(long delay) {
        scheduled = true;
        try {
            loop.schedule(this::expireDue, delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            scheduled = false; // The loop is ending, and every connection on it.
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    /** Something that has a time limit. */
    public abstract static class Entry {

        private long expiresAt;
        private @Nullable TimeoutQueue queue;
        private @Nullable Entry before;
        private @Nullable Entry after;

        /** Called when the time is up; the entry has left its queue. */
        protected abstract void expire();

        /** Leaves the queue, if the entry is in one. */
        protected final void leaveQueue() {
            if (queue != null) {
                queue.remove(this);
            }
        }
    }
}

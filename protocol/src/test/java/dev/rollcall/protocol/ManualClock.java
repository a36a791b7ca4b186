// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A timer advanced by hand: tasks run on the advancing thread, in order, with the clock at the moment they are due. */
public final class ManualClock implements Timer {

    private record Alarm(long at, long order, Runnable task) {}

    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::order));
    private long now;
    private long wall;
    private long order;

    public ManualClock(long now) {
        this.now = now;
    }

    @Override
    public synchronized long millis() {
        return now + wall;
    }

    @Override
    public synchronized long ticks() {
        return now;
    }

    /** Sets the wall clock forward or back. Alarms are unaffected. */
    public synchronized void setWallClock(Duration by) {
        wall += by.toMillis();
    }

    /**
     * Lets time pass while the process is stopped: nothing runs, and tasks that came due meanwhile run when time passes
     * again.
     */
    public synchronized void sleep(Duration time) {
        now += time.toMillis();
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now + Math.max(0, delay.toMillis()), order++, task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    /** Returns how many alarms are set. */
    public synchronized int pending() {
        return alarms.size();
    }

    /** Returns how many alarms were ever set. */
    public synchronized long asked() {
        return order;
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        long end = ticks() + time.toMillis();
        for (Alarm due = next(end); due != null; due = next(end)) {
            due.task.run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized @Nullable Alarm next(long end) {
        Alarm first = alarms.peek();
        if (first == null || first.at > end) {
            return null;
        }
        now = Math.max(now, first.at);
        return alarms.poll();
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }
}

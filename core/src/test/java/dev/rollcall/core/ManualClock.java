// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A timer that tests advance by hand. Tasks run on the thread that advances it, never on the one that sets them. */
public final class ManualClock implements Timer {

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final List<Duration> asked = new ArrayList<>();
    private long elapsed;
    private long wall = 1_700_000_000_000L;

    @Override
    public synchronized long millis() {
        return wall + elapsed;
    }

    @Override
    public synchronized long ticks() {
        return elapsed;
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable task) {
        asked.add(delay);
        Alarm alarm = new Alarm(elapsed + Math.max(0, delay.toMillis()), asked.size(), task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    /** Lets time pass, and runs the tasks that come due, in order, each at its own time. */
    public void advance(Duration time) {
        long end = passed() + time.toMillis();
        for (Alarm next = next(end); next != null; next = next(end)) {
            next.task().run();
        }
    }

    /** Runs what is due now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    /** Sets the wall clock forward or back, as an administrator may; alarms are unaffected. */
    public synchronized void setWallClock(Duration by) {
        wall += by.toMillis();
    }

    /** Returns how often an alarm was set. */
    public synchronized int asked() {
        return asked.size();
    }

    /** Returns how many alarms wait. */
    public synchronized int waiting() {
        return alarms.size();
    }

    private synchronized long passed() {
        return elapsed;
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    private synchronized @Nullable Alarm next(long end) {
        Alarm first = alarms.peek();
        if (first == null || first.due() > end) {
            elapsed = end;
            return null;
        }
        elapsed = Math.max(elapsed, first.due());
        return alarms.poll();
    }

    /* Not a comparator made of lambdas: JOL cannot look into those, and the hub refers to its clock. */
    private record Alarm(long due, int number, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Integer.compare(number, other.number);
        }
    }
}

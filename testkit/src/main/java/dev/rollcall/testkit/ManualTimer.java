// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A timer that stands still until it is advanced. {@link #advance} runs the tasks that have become due, in order of
 * time, on the calling thread. Tasks without a delay run at once if the timer is {@linkplain #eager eager}, as they do
 * on the real one, and at the next {@code advance} if it is {@linkplain #still still}. No two tasks run at the same
 * time. Thread-safe.
 */
public final class ManualTimer implements Timer, AutoCloseable {

    /** The time at which a new timer stands: 2026-01-01T00:00:00Z. */
    public static final long START_MILLIS = 1_767_225_600_000L;

    /* Guarded by itself; the lock is never held while a task runs. */
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
    private final List<Throwable> failures = new ArrayList<>();
    private final ReentrantLock running = new ReentrantLock();
    private final @Nullable ExecutorService asSoonAsPossible;
    private final AtomicLong wall = new AtomicLong(START_MILLIS); // what it shows at tick 0
    private volatile long now;
    private long order;

    private ManualTimer(@Nullable ExecutorService asSoonAsPossible) {
        this.asSoonAsPossible = asSoonAsPossible;
    }

    /** Returns a timer that runs nothing unless it is advanced: for unit tests. */
    public static ManualTimer still() {
        return new ManualTimer(null);
    }

    /** Returns a timer that runs tasks without a delay at once, on its own thread: for tests with real sockets. */
    public static ManualTimer eager() {
        return new ManualTimer(Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "manual-timer");
            thread.setDaemon(true);
            return thread;
        }));
    }

    @Override
    public long millis() {
        return wall.get() + now;
    }

    @Override
    public long ticks() {
        return now;
    }

    @Override
    public Cancellable after(Duration delay, Runnable run) {
        Task task;
        synchronized (tasks) {
            task = new Task(now + Math.max(0, delay.toMillis()), order++, run);
            tasks.add(task);
        }
        if (asSoonAsPossible != null && task.due <= now) {
            asSoonAsPossible.execute(() -> runUntil(now));
        }
        return () -> {
            synchronized (tasks) {
                tasks.remove(task);
            }
        };
    }

    /**
     * Advances the clock and runs the tasks that become due meanwhile, including those that such tasks set. While a
     * task runs, the clock stands at the moment when the task was due.
     *
     * @param by how far, not negative; zero runs what is already due
     * @throws AssertionError when a task has thrown since the last call, or this thread is interrupted, so that a test
     *     that has run out of time ends, however far it would advance the clock
     */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: " + by + " (expected: not negative)");
        }
        failIfInterrupted();
        running.lock();
        try {
            long until = now + by.toMillis();
            runUntil(until);
            now = until;
        } finally {
            running.unlock();
        }
        rethrow();
    }

    /**
     * Sets the wall clock, as an administrator or a time server may. No time passes.
     *
     * @param by how far; back if negative
     */
    public void setWallClock(Duration by) {
        wall.addAndGet(by.toMillis());
    }

    /**
     * Lets time pass as if the process were stopped: no task runs. Tasks that come due meanwhile run late, at the next
     * {@link #advance}.
     *
     * @param by how long, not negative
     */
    public void sleep(Duration by) {
        running.lock();
        try {
            long until = now + by.toMillis();
            now = until;
        } finally {
            running.unlock();
        }
    }

    /** Returns how many tasks are set and have not run. */
    public int pending() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    /** Ends the timer's own thread, if it has one, and forgets its tasks. */
    @Override
    public void close() {
        synchronized (tasks) {
            tasks.clear();
        }
        if (asSoonAsPossible != null) {
            asSoonAsPossible.shutdown();
        }
    }

    private void runUntil(long until) {
        running.lock();
        try {
            for (Task task = due(until); task != null; task = due(until)) {
                now = Math.max(now, task.due);
                run(task);
                failIfInterrupted();
            }
        } finally {
            running.unlock();
        }
    }

    private static void failIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while time passes");
        }
    }

    private void run(Task task) {
        try {
            task.run.run();
        } catch (RuntimeException | Error e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    private @Nullable Task due(long until) {
        synchronized (tasks) {
            Task first = tasks.peek();
            return first == null || first.due > until ? null : tasks.poll();
        }
    }

    private void rethrow() {
        synchronized (failures) {
            if (!failures.isEmpty()) {
                AssertionError error = new AssertionError("a task set on the timer threw", failures.get(0));
                failures.clear();
                throw error;
            }
        }
    }

    /* Equal only to itself, so that one task can be taken out of the queue. */
    private static final class Task {
        private final long due;
        private final long order;
        private final Runnable run;

        Task(long due, long order, Runnable run) {
            this.due = due;
            this.order = order;
            this.run = run;
        }

        long due() {
            return due;
        }

        long order() {
            return order;
        }
    }
}

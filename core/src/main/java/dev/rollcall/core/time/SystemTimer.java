// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.time;

import dev.rollcall.core.fault.Fatal;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clocks and one daemon thread for alarms. Thread-safe. */
public final class SystemTimer implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemTimer.class);

    private final long start = System.nanoTime();
    private final ScheduledThreadPoolExecutor alarms;

    /** Starts the thread on first use. */
    public SystemTimer() {
        alarms = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "rollcall-timer");
            thread.setDaemon(true);
            // Inherited, it could be that of a web application that is starting, which could then never be unloaded.
            thread.setContextClassLoader(SystemTimer.class.getClassLoader());
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // closed meanwhile
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    /**
     * The time since this timer was made. It stands still while the machine sleeps, like the Linux clock that it reads.
     */
    @Override
    public long ticks() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** After {@link #close} no task is run. */
    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Future<?> alarm = alarms.schedule(() -> guarded(task), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    /** Calls off every task and lets the thread end. */
    @Override
    public void close() {
        alarms.shutdownNow();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A timed task of Rollcall failed; the others go on. Please report this.", e);
            Fatal.check(e);
        }
    }
}

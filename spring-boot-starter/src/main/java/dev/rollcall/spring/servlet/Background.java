// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own threads, which start when there is something to do: one for time limits, two for what a container does
 * only by blocking (for a second at most). Thread-safe.
 */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int BLOCKING_THREADS = 2;

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, Background::daemon);
    private final ThreadPoolExecutor blocking;

    Background() {
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // closed meanwhile
        blocking = (ThreadPoolExecutor) Executors.newFixedThreadPool(BLOCKING_THREADS, Background::daemon);
        blocking.setKeepAliveTime(10, TimeUnit.SECONDS);
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Runs a short task that does not block, later. What is returned calls it off, and lets go of it at once. */
    Runnable after(Duration delay, Runnable task) {
        Future<?> alarm = alarms.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> alarm.cancel(false);
    }

    /** Runs a short task that does not block, again and again. */
    void every(Duration delay, Runnable task) {
        Future<?> unused = alarms.scheduleWithFixedDelay(
                () -> guarded(task), delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs a task that may block for a moment. */
    void block(Runnable task) {
        try {
            blocking.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The host has been closed; a task is dropped.");
        }
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        blocking.shutdown();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task of the servlet host failed; the others go on. Please report this.", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-servlet");
        thread.setDaemon(true);
        return thread;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.time;

import dev.rollcall.core.fault.Fatal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs tasks one at a time, in order. It exists while there is something to do. A task that throws is
 * logged and does not disturb the others. The number of waiting tasks is bounded: a task over the bound is refused with
 * a {@link java.util.concurrent.RejectedExecutionException}. Thread-safe.
 */
public final class TaskThread implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskThread.class);
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor thread;

    /**
     * Starts its thread when there is something to do.
     *
     * @param name the name of the thread
     * @param most the largest number of tasks that wait, at least 1
     */
    public TaskThread(String name, int most) {
        thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(most), task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            // Inherited, it could be that of a web application that is starting, which could then never be unloaded.
            made.setContextClassLoader(TaskThread.class.getClassLoader());
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(() -> guarded(task));
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of Rollcall failed; the others go on. Please report this.", e);
            Fatal.check(e);
        }
    }

    /** Runs no further tasks. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

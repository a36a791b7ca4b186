// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one connection one at a time and in order, without a thread of its own: the thread that brings the
 * first task runs those that arrive meanwhile too. No thread ever waits for another, so a container that calls back
 * while it holds its own locks cannot become part of a deadlock. Thread-safe.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile @Nullable Thread owner;

    /** Creates an executor with nothing to do. */
    public SerialExecutor() {}

    /**
     * Runs a task at once when the caller is itself such a task, or when nothing is running; otherwise soon, on the thread
     * that is running. A task that throws is logged and does not affect the others.
     */
    @Override
    public void execute(Runnable task) {
        if (owner == Thread.currentThread()) {
            run(task);
            return;
        }
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            runAll();
        }
    }

    private void runAll() {
        do {
            owner = Thread.currentThread();
            Runnable next = tasks.poll();
            if (next != null) {
                run(next);
            }
            owner = null;
        } while (unfinished.decrementAndGet() != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // Errors too: the tasks behind this one must run.
            LOG.error("A task of a connection failed; the connection goes on. Please report this.", e);
        }
    }
}

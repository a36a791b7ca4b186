// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection has instead of a thread: its tasks run one after the other, in order, on whichever thread brings
 * the first. No thread ever waits for another here, so a container that calls back while it holds locks of its own cannot
 * be part of a deadlock. Thread-safe.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile @Nullable Thread owner;

    /** Runs a task: now when called from inside another task or when nothing runs, else soon on the thread that runs. */
    void execute(Runnable task) {
        if (owner == Thread.currentThread()) {
            run(task);
            return;
        }
        tasks.add(task);
        if (open.getAndIncrement() == 0) {
            work();
        }
    }

    private void work() {
        do {
            owner = Thread.currentThread();
            Runnable next = tasks.poll();
            if (next != null) {
                run(next);
            }
            owner = null;
        } while (open.decrementAndGet() != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // Also an Error: the tasks behind it must run.
            LOG.error("A task of a connection failed; the connection goes on. Please report this.", e);
        }
    }
}

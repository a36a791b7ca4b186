// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two threads for what a container offers only as a blocking call: a ping, a close. They start when there is something
 * to do and end when there has been nothing for 10 seconds. Thread-safe.
 */
public final class BlockingCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlockingCalls.class);
    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), BlockingCalls::daemon);

    /** Creates the pool; starts no thread yet. */
    public BlockingCalls() {
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task that may block for a second or so. A task that throws is logged; after {@link #close} it is dropped. */
    public void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The host is closed; a task is dropped.");
        }
    }

    /** Lets the threads end once they have run what was handed in. */
    @Override
    public void close() {
        executor.shutdown();
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

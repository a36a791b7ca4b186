// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.deployment.Answer;
import dev.rollcall.core.deployment.Deployment;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks round after round, and passes the answers to the {@link Deployment}. A round is several questions at once; the
 * next one begins a while after this one's last answer. Asks nothing while it is another node's turn. Thread-safe.
 */
final class DeploymentWatch implements AutoCloseable {

    private static final int IDLE_SECONDS = 30;

    private final Deployment deployment;
    private final DeploymentProbe probe;
    private final Timer timer;
    private final Duration interval;
    private final int connections;
    private final Executor threads;
    private final Runnable stop;
    private volatile boolean closed;

    /**
     * Asks nothing before {@link #start}.
     *
     * @param interval how long after a round the next one begins
     * @param connections how many questions make up a round, each on its own connection and thread
     * @param asking asks them instead of these threads; null for threads
     */
    DeploymentWatch(
            Deployment deployment,
            DeploymentProbe probe,
            Timer timer,
            Duration interval,
            int connections,
            @Nullable Executor asking) {
        this.deployment = deployment;
        this.probe = probe;
        this.timer = timer;
        this.interval = interval;
        this.connections = connections;
        if (asking == null) {
            ExecutorService own = threads(connections);
            threads = own;
            stop = own::shutdown;
        } else {
            threads = asking;
            stop = () -> {};
        }
    }

    private static ExecutorService threads(int connections) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                connections,
                connections,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "rollcall-check");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // closed meanwhile
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Begins. To be called once. */
    void start() {
        timer.after(Duration.ZERO, this::round);
    }

    private void round() {
        if (closed) {
            return;
        }
        if (!deployment.isOurs()) {
            deployment.rest();
            timer.after(interval, this::round);
            return;
        }
        AtomicInteger open = new AtomicInteger(connections);
        for (int i = 0; i < connections; i++) {
            threads.execute(() -> ask(open));
        }
    }

    private void ask(AtomicInteger open) {
        try {
            Answer answer = probe.ask();
            if (!closed && deployment.isOurs()) {
                deployment.take(answer);
            }
        } finally {
            if (open.decrementAndGet() == 0) {
                timer.after(interval, this::round);
            }
        }
    }

    /** Stops asking; answers that are still under way are ignored. */
    @Override
    public void close() {
        closed = true;
        stop.run();
    }
}

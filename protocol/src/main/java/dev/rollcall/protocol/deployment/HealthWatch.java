// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.deployment;

import dev.rollcall.core.Internals;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.time.TaskThread;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether the application is healthy while a wave runs that stops when it is not; one node asks for all.
 * Thread-safe.
 */
public final class HealthWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int FIRST_BAD_STATUS = 400;

    private final Internals core;
    private final Timer timer;
    private final FreshRequest request;
    private final TaskThread thread = new TaskThread("rollcall-health", 1);
    private final OncePerMinute failures = new OncePerMinute();
    private volatile int badInARow;
    private volatile boolean closed;

    /** Begins to check whether it must ask. */
    public HealthWatch(Internals core, URI url) {
        this.core = core;
        this.timer = core.timer();
        this.request = new FreshRequest(url, timer, LIMIT);
        core.commands().receipts().stopRules().health(() -> badInARow);
        timer.after(INTERVAL, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        boolean asks = core.cluster().isFirst() && core.commands().receipts().asksForHealth();
        if (!asks) {
            badInARow = 0;
            timer.after(INTERVAL, this::look);
            return;
        }
        try {
            thread.execute(this::ask);
        } catch (RejectedExecutionException e) {
            timer.after(INTERVAL, this::look); // closed meanwhile
        }
    }

    private void ask() {
        try {
            int status = request.send(0).status();
            took(status < FIRST_BAD_STATUS, "status " + status);
        } catch (IOException e) {
            took(false, "no answer: " + e.getMessage());
        } finally {
            timer.after(INTERVAL, this::look);
        }
    }

    private void took(boolean isWell, String answer) {
        int bad = isWell ? 0 : badInARow + 1;
        badInARow = bad;
        long more = isWell ? OncePerMinute.HELD_BACK : failures.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn("health-url has answered badly {} times in a row: {}", bad, answer);
        }
    }

    /** Stops asking. */
    @Override
    public void close() {
        closed = true;
        thread.close();
    }
}

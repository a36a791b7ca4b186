// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.core.fault.Fatal;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices event loops that no longer work: each notes the time every two seconds, and the host is alive as long as none
 * is ten seconds late. A loop that ends while the host is open is {@linkplain Fatal fatal}: its connections hang, as
 * will some of all new ones. Thread-safe.
 */
public final class LoopWatch {

    /** How late a loop may be. */
    public static final Duration LATE = Duration.ofSeconds(10);

    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);

    private final LongSupplier nanos;
    private final AtomicLongArray beats;
    private volatile boolean closed;

    /**
     * Watches event loops that have started or will.
     *
     * @param loops the number of loops
     * @param nanos a monotonic clock, in nanoseconds
     */
    public LoopWatch(int loops, LongSupplier nanos) {
        this.nanos = nanos;
        this.beats = new AtomicLongArray(loops);
        for (int i = 0; i < loops; i++) {
            beats.set(i, nanos.getAsLong());
        }
    }

    /** Starts noting the time on these event loops, as many as the constructor was told. */
    public void begin(Iterable<EventExecutor> loops) {
        int next = 0;
        for (EventExecutor loop : loops) {
            beat(loop, next++);
        }
    }

    /** Reports each of these event loops that ends before the watch is closed. */
    public void reportEnds(Iterable<EventExecutor> loops) {
        loops.forEach(loop -> loop.terminationFuture().addListener(ended -> ended()));
    }

    /** Returns whether every event loop works, or the host has been closed. */
    public boolean isAlive() {
        long now = nanos.getAsLong();
        for (int i = 0; i < beats.length() && !closed; i++) {
            if (now - beats.get(i) > LATE.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /** Ends the watch, because the loops are about to end as they should. */
    public void close() {
        closed = true;
    }

    private void beat(EventExecutor loop, int index) {
        beats.set(index, nanos.getAsLong());
        try {
            loop.schedule(() -> beat(loop, index), BEAT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("An event loop has ended.");
        }
    }

    private void ended() {
        if (!closed) {
            LOG.error("An event loop has ended while its host was open. Please report this.");
            Fatal.ended("An event loop has ended while its host was open.");
        }
    }
}

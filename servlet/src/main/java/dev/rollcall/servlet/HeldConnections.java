// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's connections that tabs hold: how many there are, a limit to them, and a warning before it. The container
 * needs connections for the rest of the application too. Thread-safe.
 */
public final class HeldConnections {

    private static final Logger LOG = LoggerFactory.getLogger(HeldConnections.class);

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile Warning warning = new Warning(Integer.MAX_VALUE, count -> {});

    HeldConnections() {}

    /** Returns the number of event streams and WebSockets held now. */
    public int count() {
        return held.get();
    }

    /**
     * Sets the limit; tabs over it are answered 503. There is no limit by default.
     *
     * @param connections how many may be held, at least 1; smaller values count as 1
     */
    public void limit(int connections) {
        limit = Math.max(1, connections);
    }

    /**
     * Sets a warning, in place of the one before. It is given once when the threshold is reached, and again only after
     * the number has fallen by an eighth meanwhile.
     *
     * @param threshold how many held connections cause it, at least 1; smaller values count as 1
     * @param action receives the number held; called on a thread of the container, so it must not block
     */
    public void warnAt(int threshold, IntConsumer action) {
        warning = new Warning(Math.max(1, threshold), action);
    }

    /** Counts one more, or returns false when the limit is reached. */
    boolean enter() {
        int count = held.incrementAndGet();
        if (count > limit) {
            held.decrementAndGet();
            return false;
        }
        warn(count);
        return true;
    }

    private void warn(int count) {
        Warning current = warning;
        if (count >= current.threshold && warned.compareAndSet(false, true)) {
            try {
                current.action.accept(count);
            } catch (RuntimeException e) { // The tab comes in all the same.
                LOG.error("The warning about {} held connections failed.", count, e);
            }
        }
    }

    /** Counts one fewer. */
    void leave() {
        int count = held.decrementAndGet();
        if (warned.get() && count < warning.rearmedBelow()) {
            warned.set(false);
        }
    }

    private record Warning(int threshold, IntConsumer action) {

        int rearmedBelow() {
            return threshold - threshold / 8;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Says how often polling tabs come: at the interval, or less often when there are too many of them. A little jitter keeps
 * them apart. Thread-safe.
 */
public final class PollPace {

    private static final long GRACE_MILLIS = 5_000;

    private final long intervalMillis;
    private final int perSecond;
    private final RandomGenerator random;
    private final AtomicInteger tabs = new AtomicInteger();

    /**
     * Begins without tabs.
     *
     * @param interval how often a tab comes when the server is not busy, at least 1 s; 20 s by default
     * @param perSecond the largest number of polls a second, at least 1; 1,000 by default
     * @param random for the jitter, thread-safe
     */
    public PollPace(Duration interval, int perSecond, RandomGenerator random) {
        if (interval.toMillis() < 1_000) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: at least 1 second)");
        }
        if (perSecond < 1) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: at least 1)");
        }
        this.intervalMillis = interval.toMillis();
        this.perSecond = perSecond;
        this.random = random;
    }

    /** Returns when a tab is to come back, in milliseconds from now: 90 to 100 % of the current interval. */
    public long after() {
        long interval = Math.max(intervalMillis, tabs.get() * 1_000L / perSecond);
        return interval - random.nextLong(interval / 10 + 1);
    }

    /** Returns how long a lease lasts, in milliseconds, for a tab that is to come back after this time: it may miss once. */
    public static long leaseMillis(long after) {
        return 2 * after + GRACE_MILLIS;
    }

    /** Counts a tab that has begun to poll. */
    public void opened() {
        tabs.incrementAndGet();
    }

    /** Counts a polling tab that has gone. */
    public void closed() {
        tabs.decrementAndGet();
    }
}

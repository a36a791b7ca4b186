// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * How often polling tabs come: at the interval, or less often when there are so many that the server would be asked too
 * much. A little jitter keeps them apart. Thread-safe.
 */
public final class PollPace {

    private static final long GRACE_MILLIS = 5_000;

    private final long intervalMillis;
    private final int perSecond;
    private final RandomGenerator random;
    private final AtomicInteger tabs = new AtomicInteger();

    /**
     * A pace.
     *
     * @param interval how often a tab comes when the server is not busy, at least 1 s; 20 s by default
     * @param perSecond how many polls a second are wanted at the most, at least 1; 1,000 by default
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

    /** When a tab is to come back, in milliseconds from now: 90 to 100 % of the interval in force. */
    public long after() {
        long interval = Math.max(intervalMillis, tabs.get() * 1_000L / perSecond);
        return interval - random.nextLong(interval / 10 + 1);
    }

    /** How long a lease lasts for a tab that was told to come back after so many milliseconds: it may miss once. */
    public static long leaseMillis(long after) {
        return 2 * after + GRACE_MILLIS;
    }

    public void opened() {
        tabs.incrementAndGet();
    }

    public void closed() {
        tabs.decrementAndGet();
    }
}

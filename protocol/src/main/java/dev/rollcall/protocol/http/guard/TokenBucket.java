// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * Limits how often something happens: a number at once, then a number each second. Full at first. Thread-safe without locks;
 * makes no objects. Time is the caller's, in milliseconds of any clock; setting it back costs at most what is in the
 * bucket, which then fills at its usual rate.
 */
public final class TokenBucket {

    /*
     * Design: the virtual-scheduling form of the leaky bucket (ITU-T I.371, generic cell rate algorithm). One number says
     * when the bucket will be full again; a take moves it on by the time one token needs, unless that puts it further
     * ahead than a full bucket's worth. Refilling needs no work at all.
     */
    private static final AtomicLongFieldUpdater<TokenBucket> FULL_AT =
            AtomicLongFieldUpdater.newUpdater(TokenBucket.class, "fullAtMicros");
    private static final double MAX_MICROS_PER_TOKEN = 1e12;

    private final long microsPerToken;
    private final long capacityMicros;
    private volatile long fullAtMicros = Long.MIN_VALUE;

    /**
     * A full bucket.
     *
     * @param burst how many at once, at least 1
     * @param perSecond how many a second after that; more than 0, at most a million
     */
    public TokenBucket(int burst, double perSecond) {
        if (burst < 1) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: > 0)");
        }
        if (!(perSecond > 0 && perSecond <= 1e6)) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: > 0, at most 1000000)");
        }
        microsPerToken = Math.round(Math.min(1e6 / perSecond, MAX_MICROS_PER_TOKEN));
        capacityMicros = burst * microsPerToken;
    }

    /** Takes a token if there is one. */
    public boolean take(long nowMillis) {
        return take(nowMillis, 0);
    }

    /**
     * Takes a token if there is one, now or within some time from now.
     *
     * @param lateMillis how much earlier the request for the token may have arrived than it is handled, at least 0
     */
    public boolean take(long nowMillis, long lateMillis) {
        long now = nowMillis * 1000;
        long capacity = capacityMicros + lateMillis * 1000;
        while (true) {
            long stored = fullAtMicros;
            long fullAt = fullAt(stored, now, capacity);
            boolean there = fullAt + microsPerToken - now <= capacity;
            // Stored also when there is none: what was cut short would be cut short again at each later moment.
            if (FULL_AT.compareAndSet(this, stored, there ? fullAt + microsPerToken : fullAt)) {
                return there;
            }
        }
    }

    /** How long until there is a token, in milliseconds; 0 when there is one. */
    public long waitMillis(long nowMillis) {
        long now = nowMillis * 1000;
        long missing = fullAt(fullAtMicros, now, capacityMicros) + microsPerToken - now - capacityMicros;
        return missing <= 0 ? 0 : (missing + 999) / 1000;
    }

    /** Not before now, and not later than an empty bucket needs: else the clock was set back. */
    private static long fullAt(long stored, long now, long capacity) {
        return Math.min(Math.max(stored, now), now + capacity);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.AddressKey;
import dev.rollcall.protocol.http.guard.TokenBucket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Slows down callers that repeatedly fail to present valid credentials: ten failures are free, then one every 5
 * seconds. Counted per IPv4 address and per IPv6 /64. Success is never counted, and credentials are checked first, so
 * that the failures of others never keep out anybody with valid ones. In memory only. Thread-safe.
 */
public final class FailureThrottle {

    /*
     * Design: a count-min sketch (Cormode and Muthukrishnan, 2005) of token buckets: two rows, in each of which a keyed
     * hash gives an address a bucket. An address is slowed down when both its buckets are empty. Memory is fixed, and
     * nothing is evicted, so no flood of other addresses frees one that is slowed down. A flood can slow down an
     * address that has not failed; it then gets 429 instead of 401 for wrong credentials, and nothing else changes.
     */
    private static final int BURST = 10;
    private static final double PER_SECOND = 0.2;
    private static final int COLUMNS = 1 << 13;

    private final Timer timer;
    private final long seed = new SecureRandom().nextLong();
    private final AtomicReferenceArray<TokenBucket> buckets = new AtomicReferenceArray<>(2 * COLUMNS);

    /** Makes a throttle without failures. */
    public FailureThrottle(Timer timer) {
        this.timer = requireNonNull(timer, "timer");
    }

    /**
     * Counts a failure.
     *
     * @return how long to wait before the next one, in milliseconds; 0 while failures are free
     */
    public long failed(InetAddress address) {
        return failed(AddressKey.of(address));
    }

    /** As {@link #failed(InetAddress)}, for an address as text; null when it is not known. */
    public long failed(@Nullable String address) {
        return failed(AddressKey.of(address));
    }

    /**
     * Returns how long an address must wait before its credentials are checked, if checking them is costly.
     *
     * @param address as text; null when it is not known
     * @return milliseconds; 0 when they may be looked at now
     */
    public long waitMillis(@Nullable String address) {
        long now = now();
        long key = AddressKey.of(address);
        return Math.min(bucket(0, key).waitMillis(now), bucket(1, key).waitMillis(now));
    }

    private long failed(long key) {
        long now = now();
        boolean first = bucket(0, key).take(now);
        boolean second = bucket(1, key).take(now);
        return first || second
                ? 0
                : Math.max(
                        1,
                        Math.min(bucket(0, key).waitMillis(now), bucket(1, key).waitMillis(now)));
    }

    private TokenBucket bucket(int row, long key) {
        int index = row * COLUMNS + (int) (mixed(key ^ (seed + row)) & (COLUMNS - 1));
        TokenBucket found = buckets.get(index);
        if (found != null) {
            return found;
        }
        TokenBucket made = new TokenBucket(BURST, PER_SECOND);
        TokenBucket other = buckets.compareAndExchange(index, null, made);
        return other == null ? made : other;
    }

    private long now() {
        return timer.ticks();
    }

    /** The finalizer of MurmurHash3: each bit of the key changes about half the bits of the result. */
    private static long mixed(long key) {
        long hash = key;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}

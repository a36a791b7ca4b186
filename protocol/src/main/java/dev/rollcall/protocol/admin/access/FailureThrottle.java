// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.guard.Lru;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who fails again and again to present a valid secret: ten failures are free, then one attempt every 5
 * seconds. Counted per IPv4 address and per IPv6 /64 (one customer's network, RFC 6177), for the 10,000 addresses that
 * failed last; in memory only. Success is never counted. Thread-safe.
 */
public final class FailureThrottle {

    /*
     * Design: a token bucket kept as one number per address, the moment when the bucket is full again (GCRA, ITU-T I.371,
     * the virtual scheduling form). Attempts that ran side by side may overdraw the bucket; the debt is bounded, so the
     * longest wait is too.
     */
    private static final int MAX_ADDRESSES = 10_000;
    private static final int BURST = 10;
    private static final long INTERVAL_MILLIS = 5_000;
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]{1,44}");

    private final Timer timer;
    private final long intervalMillis;
    private final long freeMillis;
    private final long mostMillis;
    private final Lru<String, Long> fullAt = new Lru<>(MAX_ADDRESSES);

    /** A throttle that knows of no failure yet. */
    public FailureThrottle(Timer timer) {
        this(timer, BURST, INTERVAL_MILLIS);
    }

    /** With numbers of its own: {@code burst} failures are free, then one attempt in {@code intervalMillis}. */
    FailureThrottle(Timer timer, int burst, long intervalMillis) {
        this.timer = requireNonNull(timer, "timer");
        this.intervalMillis = intervalMillis;
        this.freeMillis = (burst - 1) * intervalMillis;
        this.mostMillis = 2L * burst * intervalMillis;
    }

    /**
     * How long this address must wait before its next attempt is looked at.
     *
     * @return milliseconds; 0 means go on
     */
    public long retryAfterMillis(InetAddress address) {
        return retryAfterMillis(key(address));
    }

    /** Counts a failed attempt of this address. */
    public void failed(InetAddress address) {
        failed(key(address));
    }

    /**
     * Returns how long to wait before the next attempt counted under this key is looked at.
     *
     * @param key see {@link #key(String)}
     * @return milliseconds; 0 when it may be looked at now
     */
    public long retryAfterMillis(String key) {
        Long full = fullAt.find(key);
        if (full == null) {
            return 0;
        }
        long left = Math.min(full - timer.ticks(), mostMillis);
        if (left <= 0) {
            fullAt.remove(key);
        }
        return Math.max(0, left - freeMillis);
    }

    /**
     * Counts a failed attempt.
     *
     * @param key see {@link #key(String)}
     */
    public void failed(String key) {
        long now = timer.ticks();
        synchronized (this) {
            Long full = fullAt.find(key);
            long left = full == null ? 0 : Math.max(0, full - now);
            fullAt.put(key, now + Math.min(mostMillis, left + intervalMillis));
        }
    }

    int addresses() {
        return fullAt.size();
    }

    /** What failures of this address are counted under. */
    public static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? address.getHostAddress() : HexFormat.of().formatHex(Arrays.copyOf(bytes, 8));
    }

    /**
     * Returns the key that failures of an address are counted under. Never asks a name server.
     *
     * @param address the address as text; null when it is not known, which counts as one address
     * @return the IPv4 address, the /64 network of an IPv6 address, or the text itself when it is neither
     */
    public static String key(@Nullable String address) {
        if (address == null) {
            return "";
        }
        if (address.indexOf(':') < 0 || !IPV6.matcher(address).matches()) {
            return address;
        }
        try {
            return key(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.AddressKey;
import dev.rollcall.protocol.http.address.Client;
import dev.rollcall.protocol.http.address.TrustedProxies;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How many connections one address may hold, and how fast one address, and all together, may open them. An IPv6 address
 * counts as its /64 network, which is what one household or machine is given. Thread-safe; memory is bounded by the
 * connections there are, and by {@value #REMEMBERED} addresses (twice) whose rate is remembered.
 */
public final class AddressLimits {

    /** How many addresses' rates are remembered before those not seen for longest are forgotten. */
    static final int REMEMBERED = 16 * 1024;

    private static final int MIN_RETRY_SECONDS = 5;
    private static final int MAX_RETRY_SECONDS = 15;
    /** More than any machine lets in, and as much as a bucket counts. */
    private static final int UNLIMITED_RATE = 1_000_000;

    private static final Slot FREE = new Slot(null, 0, null);
    private static final Slot ADDRESS_FULL = new Slot(null, 0, Refusal.ADDRESS_FULL);
    private static final Slot NO_ADDRESS_RATE = new Slot(null, 0, Refusal.ADDRESS_RATE);
    private static final Slot NO_CONNECT_RATE = new Slot(null, 0, Refusal.CONNECT_RATE);

    private final Settings settings;
    private final Timer timer;
    private final RandomGenerator random;
    private final ConcurrentHashMap<Long, Integer> counts = new ConcurrentHashMap<>();
    private final TwoGenerationCache<Long, TokenBucket> rates = new TwoGenerationCache<>(REMEMBERED);
    private final TokenBucket all;
    private final int mostPerAddress;

    /**
     * Limits.
     *
     * @param timer for the rates
     * @param random spreads {@link #retryAfterSeconds}; must be thread-safe, as {@link java.util.Random} is
     */
    public AddressLimits(Settings settings, Timer timer, RandomGenerator random) {
        this.settings = settings;
        this.timer = timer;
        this.random = random;
        this.all = bucket(settings.perSecond());
        this.mostPerAddress = settings.perAddress() == 0 ? Integer.MAX_VALUE : settings.perAddress();
    }

    /**
     * The limits. 0 means that there is none.
     *
     * @param perAddress connections one address may hold at a time, 0 or more
     * @param perSecondPerAddress connections one address may open a second, as many again at once; 0 to a million
     * @param perSecond connections all together, exempt addresses included, may open a second, as many
     *     again at once; 0 to a million
     * @param exempt addresses that only {@code perSecond} applies to
     */
    public record Settings(int perAddress, int perSecondPerAddress, int perSecond, TrustedProxies exempt) {

        /** Checks the figures. */
        public Settings {
            notNegative("perAddress", perAddress);
            notNegative("perSecondPerAddress", perSecondPerAddress);
            notNegative("perSecond", perSecond);
        }

        private static void notNegative(String name, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: 0 or more)");
            }
        }
    }

    /**
     * Asks for room for one more connection. No existing connection is ever ended for it. An address claimed in a
     * header is never exempt.
     *
     * @return room for the connection, or why there is none
     */
    public Slot acquire(Client client) {
        long now = timer.ticks();
        if (client.how() == Client.How.SOCKET && settings.exempt().contains(client.address())) {
            return all.take(now) ? FREE : NO_CONNECT_RATE;
        }
        Long key = AddressKey.of(client.address());
        if (!count(key)) {
            return ADDRESS_FULL;
        }
        // Ask the shared bucket last: one address over its own limit must not use up what belongs to the others.
        TokenBucket own = rates.get(key, k -> bucket(settings.perSecondPerAddress()));
        boolean allowed = own.take(now);
        if (allowed && all.take(now)) {
            return new Slot(this, key, null);
        }
        uncount(key);
        return allowed ? NO_CONNECT_RATE : NO_ADDRESS_RATE;
    }

    /** When a refused client may try again: 5 to 15 seconds, different for each, so that they do not all come at once. */
    public int retryAfterSeconds() {
        return random.nextInt(MIN_RETRY_SECONDS, MAX_RETRY_SECONDS + 1);
    }

    /** How many connections an address, or its /64 network, holds; always 0 for exempt ones. */
    public int held(InetAddress address) {
        return counts.getOrDefault(AddressKey.of(address), 0);
    }

    /** How many addresses hold connections, or are remembered for their rate. */
    int remembered() {
        return counts.size() + rates.size();
    }

    private static TokenBucket bucket(int perSecond) {
        int rate = perSecond == 0 ? UNLIMITED_RATE : perSecond;
        return new TokenBucket(rate, rate);
    }

    private boolean count(Long key) {
        while (true) {
            Integer held = counts.get(key);
            if (held == null) {
                if (counts.putIfAbsent(key, 1) == null) {
                    return true;
                }
            } else if (held >= mostPerAddress) {
                return false;
            } else if (counts.replace(key, held, held + 1)) {
                return true;
            }
        }
    }

    private void uncount(Long key) {
        counts.computeIfPresent(key, (k, held) -> held == 1 ? null : held - 1);
    }

    /** Room for one connection, or the reason why there is none. */
    public static final class Slot {
        private final @Nullable AddressLimits limits;
        private final long key;
        private final @Nullable Refusal refusal;
        private final AtomicBoolean released = new AtomicBoolean();

        private Slot(@Nullable AddressLimits limits, long key, @Nullable Refusal refusal) {
            this.limits = limits;
            this.key = key;
            this.refusal = refusal;
        }

        /** Returns room that counts for no address. */
        public static Slot free() {
            return FREE;
        }

        /** Returns one without room, for another reason than a limit per address. */
        public static Slot none(Refusal why) {
            return new Slot(null, 0, why);
        }

        /** Returns why there is no room; null when there is. */
        public @Nullable Refusal refusal() {
            return refusal;
        }

        /** Gives the room back. Calling it again does nothing. From any thread. */
        public void release() {
            if (limits != null && released.compareAndSet(false, true)) {
                limits.uncount(key);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.address.Client;
import dev.rollcall.protocol.http.address.TrustedProxies;
import dev.rollcall.protocol.http.guard.AddressLimits;
import dev.rollcall.protocol.options.LimitSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for one more, and whether tabs are let in at all. No tab is sent away for a newcomer.
 * Thread-safe.
 */
final class Places {

    /** How many administrators' observers get in when nobody else does. */
    private static final int RESERVED = 8;

    private final int most;
    private final AddressLimits limits;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger reserved = new AtomicInteger();
    private volatile boolean closed;
    private volatile Runnable whenEmpty = () -> {};

    Places(ProtocolOptions options, Timer timer, RandomGenerator random) {
        most = options.maxConnections();
        AddressLimits.Settings settings = new AddressLimits.Settings(
                options.value(LimitSettings.MAX_CONNECTIONS_PER_ADDRESS),
                options.value(LimitSettings.CONNECT_RATE_PER_ADDRESS),
                options.value(LimitSettings.CONNECT_RATE),
                TrustedProxies.privateRanges());
        limits = new AddressLimits(settings, timer, random);
    }

    /** Takes a place, or says why there is none. */
    Place take(Client client) {
        return take(() -> limits.acquire(client));
    }

    /** As {@link #take}, for a tab that another node has let in: it has counted for its address there. */
    Place takeForwarded() {
        return take(AddressLimits.Slot::free);
    }

    private Place take(Supplier<AddressLimits.Slot> ofAddress) {
        if (closed) {
            return new Place(this, AddressLimits.Slot.none(Refusal.LEAVING));
        }
        if (inside.incrementAndGet() - reserved.get() > most) {
            leave();
            return new Place(this, AddressLimits.Slot.none(Refusal.CAPACITY));
        }
        Place place = new Place(this, ofAddress.get());
        if (place.refusal() != null) {
            leave();
        }
        return place;
    }

    /**
     * Takes one of the few places that are kept for administrators, who must get in when the server is full, or when their
     * address has too many tabs; null when there is none.
     */
    @Nullable
    Place takeReserved() {
        if (closed) {
            return null;
        }
        inside.incrementAndGet();
        if (reserved.incrementAndGet() > RESERVED) {
            reserved.decrementAndGet();
            leave();
            return null;
        }
        return new Place(this, null);
    }

    /** Returns what a tab without a place is told: when to come back, each at a time of its own. */
    Response refusal() {
        return Responses.later(503, closed ? "the server is leaving" : "over capacity", limits.retryAfterSeconds());
    }

    /** Whether one more would be let in, as far as the total number goes. */
    boolean hasRoom() {
        return !closed && inside.get() - reserved.get() < most;
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets nobody in any more, and tells when the last one has gone: at once when there is none. */
    void close(Runnable empty) {
        whenEmpty = empty;
        closed = true;
        if (inside.get() == 0) {
            empty.run();
        }
    }

    private void leave() {
        if (inside.decrementAndGet() == 0 && closed) {
            whenEmpty.run();
        }
    }

    /**
     * A place that somebody has, or the reason why there is none. One object, for there is one for every connection: whether
     * it was given back is its value.
     */
    @SuppressWarnings("serial") // Nobody writes it anywhere.
    static final class Place extends AtomicBoolean implements Runnable {

        private final transient Places places;
        private final transient AddressLimits.@Nullable Slot slot; // null for a reserved one

        private Place(Places places, AddressLimits.@Nullable Slot slot) {
            this.places = places;
            this.slot = slot;
        }

        /** Returns why there is no place; null when this is one. */
        @Nullable
        Refusal refusal() {
            return slot == null ? null : slot.refusal();
        }

        /** Gives the place back. Calling it again does nothing. From any thread. */
        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                if (slot == null) {
                    places.reserved.decrementAndGet();
                } else {
                    slot.release();
                }
                places.leave();
            }
        }
    }
}

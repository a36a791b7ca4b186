// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets one kind of log line through at most once a minute, and counts those that it holds back. For lines that
 * outsiders can cause, so that they cannot fill a disk with them. Thread-safe, without locks.
 */
public final class OncePerMinute {

    /** What {@link #next} returns for a line that is held back. */
    public static final long HELD_BACK = -1;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final AtomicLong heldBack = new AtomicLong();
    private final AtomicLong openAt;

    /** Makes a limit that follows {@link System#nanoTime}. */
    public OncePerMinute() {
        this(System::nanoTime);
    }

    /**
     * Makes a limit that lets the first line through.
     *
     * @param nanos a monotonic clock, in nanoseconds
     */
    public OncePerMinute(LongSupplier nanos) {
        this.nanos = nanos;
        this.openAt = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Asks whether a line may be written now.
     *
     * @return how many lines were held back since the last one, 0 or more; {@link #HELD_BACK} when this one is too
     */
    public long next() {
        long now = nanos.getAsLong();
        long open = openAt.get();
        if (now - open >= 0 && openAt.compareAndSet(open, now + MINUTE)) {
            return heldBack.getAndSet(0);
        }
        heldBack.incrementAndGet();
        return HELD_BACK;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import dev.rollcall.core.time.Timer;
import java.time.Duration;

/**
 * The time by which tabs are measured: only the time while this server was awake. A server that was stopped, suspended
 * or starved for a while neither read what its tabs sent nor sent them anything; they cannot be blamed for it.
 * Thread-safe.
 */
public final class TabClock {

    /*
     * Design: the sweep looks here each second, so between two looks hardly more than a second passes. If it is more than
     * NOTICEABLE, the server slept. The first look after a sleep notices it: the sweep may well come later than the
     * frames that waited in the sockets. Between two looks within GLANCE nothing is written.
     */
    private static final long NOTICEABLE_MILLIS = 3_000;
    private static final long GLANCE_MILLIS = 500;

    /** How long after a sleep the server still reads what arrived meanwhile. */
    private static final long CATCHING_UP_MILLIS = 10_000;

    private final Timer timer;
    private volatile long looked;
    private volatile long slept;
    private volatile long lastSleep;
    private volatile long wokeAt;

    /**
     * Begins without a sleep. A thread that does nothing else must look at it every second.
     *
     * @param timer whose ticks count
     */
    public TabClock(Timer timer) {
        this.timer = timer;
        this.looked = timer.ticks();
    }

    /** Returns how many milliseconds have passed since some fixed moment, without those that the server slept. */
    public long awake() {
        long now = look();
        return now - slept;
    }

    /** Returns how much earlier something may have arrived than it is read now, in milliseconds: 0 unless the server just slept. */
    public long lateness() {
        long now = look();
        return lastSleep > 0 && now - wokeAt < CATCHING_UP_MILLIS ? lastSleep : 0;
    }

    /** Returns the timer's ticks, with sleeps. */
    long ticks() {
        return timer.ticks();
    }

    /** See {@link Timer#after}. The task may come early by this clock: the server may have slept. */
    public Timer.Cancellable after(Duration delay, Runnable task) {
        return timer.after(delay, task);
    }

    private long look() {
        long now = timer.ticks();
        if (now - looked > GLANCE_MILLIS) {
            write(now);
        }
        return now;
    }

    private synchronized void write(long now) {
        long gap = now - looked;
        if (gap <= 0) {
            return; // somebody was quicker
        }
        if (gap > NOTICEABLE_MILLIS) {
            lastSleep = gap + (lastSleep > 0 && looked - wokeAt < CATCHING_UP_MILLIS ? lastSleep : 0);
            slept += gap;
            wokeAt = now;
        }
        looked = now;
    }
}

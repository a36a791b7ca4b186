// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.time;

import java.time.Duration;

/**
 * The only source of time in Rollcall: what time it is, how much time passes, and delayed tasks. {@link SystemTimer} is the
 * real one; tests use one that they advance by hand. All methods may be called from any thread.
 */
public interface Timer {

    /**
     * Returns what the wall clock shows, in milliseconds since the epoch. It may be set forward or back at any moment,
     * so it is only for times that are shown, written down, or compared with times that others wrote down, such as the
     * expiry of a token. Limits, leases and everything else that measures passing time use {@link #ticks}.
     */
    long millis();

    /**
     * Returns how much time has passed since some fixed moment, in milliseconds. Nobody can set this clock: it never goes
     * back, and two results differ by the time that passed between the calls, as those of {@link System#nanoTime} do.
     */
    long ticks();

    /**
     * Runs a task once, after a delay. Tasks run one at a time on the timer's own thread, so they must not block; one
     * that throws is logged and does not disturb the others.
     *
     * @param delay how long to wait; zero or negative means as soon as possible
     * @return a handle to call the task off
     */
    Cancellable after(Duration delay, Runnable task);

    /** A task that has been set and may still be called off. */
    @FunctionalInterface
    interface Cancellable {
        /** Calls the task off. Does nothing when it has run, is running, or was called off before. */
        void cancel();
    }
}

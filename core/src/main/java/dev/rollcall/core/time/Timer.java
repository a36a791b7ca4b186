// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.time;

import java.time.Duration;

/**
 * The only source of time in Rollcall: the current time, and delayed tasks. {@link SystemTimer} is the real one; tests use
 * one that they advance by hand. All methods may be called from any thread.
 */
public interface Timer {

    /** The wall clock, in milliseconds since the epoch. For display, expiry and everything else in Rollcall. */
    long millis();

    /**
     * Runs a task once, after a delay. Tasks run one after the other on the timer's own thread, so they must not block;
     * one that throws is logged and does not disturb the others.
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

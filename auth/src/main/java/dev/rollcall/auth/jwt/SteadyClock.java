// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import dev.rollcall.core.time.Timer;

/**
 * A clock for measuring age that never goes back. It follows the wall clock, but ignores the step when the wall clock is set
 * back. What was cached under a wrong clock therefore expires after its usual time. Thread-safe.
 */
final class SteadyClock {

    private final Timer timer;
    private long lastMillis;
    private long elapsedMillis;

    /** Starts at zero. */
    SteadyClock(Timer timer) {
        this.timer = timer;
        this.lastMillis = timer.millis();
    }

    /** Returns the milliseconds since this clock was made. */
    synchronized long millis() {
        long now = timer.millis();
        elapsedMillis += Math.max(0, now - lastMillis);
        lastMillis = now;
        return elapsedMillis;
    }
}

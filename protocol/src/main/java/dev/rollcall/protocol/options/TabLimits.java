// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.options;

import java.time.Duration;

/**
 * The times of a held connection.
 *
 * @param beat how often the server shows that it is there, whole seconds, at least 1; 25 s by default, below the shortest
 *     idle timeout of common proxies (nginx: 60 s)
 * @param slowAfter how long a tab may take to take a command; 10 s by default
 */
public record TabLimits(Duration beat, Duration slowAfter) {

    /** 25 s and 10 s. */
    public static final TabLimits DEFAULT = new TabLimits(Duration.ofSeconds(25), Duration.ofSeconds(10));

    /** Checks the ranges. */
    public TabLimits {
        if (beat.toSeconds() < 1) {
            throw new IllegalArgumentException("beat: " + beat + " (expected: at least 1 second)");
        }
        if (slowAfter.isNegative() || slowAfter.isZero()) {
            throw new IllegalArgumentException("slowAfter: " + slowAfter + " (expected: > 0)");
        }
    }

    /** Returns the time between two beats in whole seconds, 1 to 3,600. */
    public int beatSeconds() {
        return (int) Math.min(3_600, beat.toSeconds());
    }
}

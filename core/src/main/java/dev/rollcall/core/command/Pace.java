// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.time.Duration;

/**
 * How fast a command reaches its tabs.
 *
 * @param spread the time over which the tabs are spread, each at a moment of its own; zero for all at once
 */
public record Pace(Duration spread) {

    /** All tabs at once: the default. */
    public static final Pace AT_ONCE = new Pace(Duration.ZERO);

    /** Checks the range. */
    public Pace {
        if (spread.isNegative()) {
            throw new IllegalArgumentException("spread: " + spread + " (expected: zero or more)");
        }
    }
}

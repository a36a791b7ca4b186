// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import java.time.Duration;

/**
 * How fast a command reaches its tabs.
 *
 * @param spread the time over which the tabs are spread, each at a moment of its own: up to {@link #LONGEST}; zero for all at
 *     once
 * @param perSecond the number of tabs a second that was asked for; 0 when a time was given instead. When a command is
 *     given, the time is computed from this rate and the number of tabs, so that each node can keep the pace by itself
 */
public record Pace(Duration spread, int perSecond) {

    /** The longest time over which tabs are spread. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** The highest rate, in tabs a second. */
    public static final int FASTEST = 1_000_000;

    /** All tabs at once: the default. */
    public static final Pace AT_ONCE = new Pace(Duration.ZERO, 0);

    /** Checks the ranges. */
    public Pace {
        if (spread.isNegative() || spread.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "spread: " + spread.toSeconds() + " (expected: 0 to " + LONGEST.toSeconds() + ", in seconds)");
        }
        if (perSecond < 0 || perSecond > FASTEST) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 1 to " + FASTEST + ")");
        }
    }

    /** Returns the pace that gives each tab its own moment within this time. */
    public static Pace over(Duration spread) {
        return new Pace(spread, 0);
    }

    /** Returns the pace of this number of tabs a second. */
    public static Pace rate(int perSecond) {
        return new Pace(Duration.ZERO, perSecond);
    }

    /** Returns whether all tabs are to be reached at once. */
    public boolean isAtOnce() {
        return spread.isZero() && perSecond == 0;
    }

    /**
     * Returns the same pace with the time that its rate takes.
     *
     * @param tabs how many tabs there are
     * @throws IllegalArgumentException when that is longer than {@link #LONGEST}
     */
    public Pace forTabs(int tabs) {
        if (perSecond == 0) {
            return this;
        }
        long millis = 1_000L * tabs / perSecond;
        if (millis > LONGEST.toMillis()) {
            throw new IllegalArgumentException("perSecond: " + perSecond + " takes " + millis / 3_600_000
                    + " hours for " + tabs + " tabs (expected: at most 24; raise the rate, or narrow the target)");
        }
        return new Pace(Duration.ofMillis(millis), perSecond);
    }
}

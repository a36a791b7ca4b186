// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The highest number of an entry that a node knows of. A number that is too far ahead was not counted by the backplane:
 * a stranger wrote it there, and it would leave no numbers for later releases. Thread-safe.
 */
public final class LogNumber {

    /** How far a number may be ahead of the highest one known: a thousand entries a second for 35 years. */
    public static final long MOST_AHEAD = 1L << 40;

    /** The highest number that is believed when none is known. It leaves enough numbers for all later entries. */
    static final long MOST_AT_FIRST = 1L << 52;

    private final AtomicLong highest = new AtomicLong();

    /** Knows of none. */
    public LogNumber() {}

    /** Returns the highest number; 0 when none is known. */
    public long highest() {
        return highest.get();
    }

    /** Takes in a number, unless it is too far ahead. Returns whether it is believed. */
    public boolean take(long number) {
        long known = highest.get();
        if (number > (known == 0 ? MOST_AT_FIRST : known + MOST_AHEAD)) {
            return false;
        }
        highest.accumulateAndGet(number, Math::max);
        return true;
    }
}

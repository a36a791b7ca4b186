// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

/**
 * When a wave stops by itself: as soon as one of these conditions holds.
 *
 * @param lostPercent more than this share of the tabs, in percent, did not come back, among those whose fate is known:
 *     1 to 100; 0 when that does not matter
 * @param unhealthy the number of bad answers in a row from the health address of the application: 1 to {@value #MOST_ANSWERS}; 0
 *     when that does not matter
 */
public record StopRule(int lostPercent, int unhealthy) {

    /** The smallest number of tabs, back or gone, that the share is judged by: a share of fewer says nothing. */
    public static final int LEAST = 20;

    /** The largest number of answers in a row. */
    public static final int MOST_ANSWERS = 100;

    /** Checks the ranges. */
    public StopRule {
        if (lostPercent < 0 || lostPercent > 100) {
            throw new IllegalArgumentException("stopWhen.lost: " + lostPercent + " (expected: 1 to 100, in percent)");
        }
        if (unhealthy < 0 || unhealthy > MOST_ANSWERS) {
            throw new IllegalArgumentException(
                    "stopWhen.unhealthy: " + unhealthy + " (expected: 1 to " + MOST_ANSWERS + " answers in a row)");
        }
        if (lostPercent == 0 && unhealthy == 0) {
            throw new IllegalArgumentException("stopWhen: empty (expected: lost, unhealthy or both)");
        }
    }

    /** Returns the rule about tabs that do not come back. */
    public static StopRule lost(int percent) {
        return new StopRule(percent, 0);
    }

    /**
     * Returns whether too many tabs did not come back.
     *
     * @param gone how many did not
     * @param known how many have come back or are gone
     */
    public boolean isLost(int gone, int known) {
        return lostPercent > 0 && known >= LEAST && 100L * gone > (long) lostPercent * known;
    }
}

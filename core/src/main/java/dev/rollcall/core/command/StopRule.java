// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

/**
 * When a wave stops by itself.
 *
 * @param lostPercent it stops when more than this share of the tabs did not come back, of those of which that is known: 1 to 100
 */
public record StopRule(int lostPercent) {

    /** So many tabs must have come back or be gone before their share says anything. */
    public static final int LEAST = 20;

    /** Checks the range. */
    public StopRule {
        if (lostPercent < 1 || lostPercent > 100) {
            throw new IllegalArgumentException("stopWhen.lost: " + lostPercent + " (expected: 1 to 100, in percent)");
        }
    }

    /**
     * Returns whether the wave is to stop.
     *
     * @param gone how many tabs did not come back
     * @param known how many have come back or are gone
     */
    public boolean applies(int gone, int known) {
        return known >= LEAST && 100L * gone > (long) lostPercent * known;
    }
}

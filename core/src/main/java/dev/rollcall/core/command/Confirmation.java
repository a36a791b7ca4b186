// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import org.jspecify.annotations.Nullable;

/**
 * The caller of a command that makes a large share of all tabs reload must give their number, so that a mistake in a
 * target does not reach everybody. The application that embeds Rollcall need not give it, but a number that it gives is
 * checked. Immutable.
 *
 * @param abovePercent the share of all tabs above which it is needed, 0 to 100; 100 for never
 */
public record Confirmation(int abovePercent) {

    /** A command for this number of tabs or fewer needs no confirmation, whatever their share. */
    public static final int SOME = 100;

    /** How many more tabs than confirmed are accepted, in percent, because tabs come and go meanwhile. */
    private static final int TOLERANCE_PERCENT = 10;

    private static final int TOLERANCE = 10;

    /** Returns whether an order may need to be confirmed, before it is known how many tabs it means. */
    public boolean mayNeed(Order order, Actor by) {
        return abovePercent < 100 && order.reloads() && (by.via() != Actor.Via.APPLICATION || order.confirm() != null);
    }

    /** Returns whether an order that means {@code matched} of {@code total} tabs needs to be confirmed. */
    public boolean needs(Order order, Actor by, int matched, int total) {
        return mayNeed(order, by) && matched > SOME && 100L * matched > (long) abovePercent * total;
    }

    /**
     * Checks that an order is confirmed, if it needs to be.
     *
     * @throws ConfirmationException when it is not
     */
    public void check(Order order, Actor by, int matched, int total) {
        @Nullable Integer confirmed = order.confirm();
        if (!needs(order, by, matched, total)) {
            return;
        }
        if (confirmed == null || matched > confirmed + (long) confirmed * TOLERANCE_PERCENT / 100 + TOLERANCE) {
            throw new ConfirmationException(matched, Math.max(total, matched), confirmed);
        }
    }
}

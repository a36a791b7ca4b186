// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import org.jspecify.annotations.Nullable;

/** A command would make more tabs reload than it may without being confirmed. Nothing was done. */
public final class ConfirmationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int matched;

    private final int total;

    /**
     * Says what to do.
     *
     * @param matched how many tabs would reload
     * @param total how many there are
     * @param confirmed the number that was given; null for none
     */
    public ConfirmationException(int matched, int total, @Nullable Integer confirmed) {
        super("confirm: " + (confirmed == null ? "missing" : confirmed + " is too few by now") + "; " + matched
                + " of " + total + " tabs would reload (expected: the same request again with \"confirm\": " + matched
                + ")");
        this.matched = matched;
        this.total = total;
    }

    /** Returns how many tabs would reload: what to confirm. */
    public int matched() {
        return matched;
    }

    /** Returns how many tabs there are. */
    public int total() {
        return total;
    }
}

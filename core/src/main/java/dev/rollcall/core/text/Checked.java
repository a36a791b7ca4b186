// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

/** A stranger's text after checking: fit to be kept, or not, and why. Immutable. */
public sealed interface Checked {

    /**
     * It fits.
     *
     * @param value the text to keep
     */
    record Fit(String value) implements Checked {}

    /**
     * It does not fit.
     *
     * @param reason why, in the form {@code name: value (expected: what)}; never holds the stranger's own text
     */
    record Misfit(String reason) implements Checked {}

    /** The text to keep, or something else when it does not fit. */
    default String or(String other) {
        return this instanceof Fit fit ? fit.value() : other;
    }
}

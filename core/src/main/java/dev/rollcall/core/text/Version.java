// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.text;

/**
 * The rule for versions (build ids): 1 to {@value #MAX_LENGTH} printable characters, not all of them blank. It is the
 * same for versions that tabs report and for those that are announced, so that tabs can report every version that can
 * be announced.
 */
public final class Version {

    /** The longest version that is kept, in UTF-16 characters. */
    public static final int MAX_LENGTH = 128;

    private Version() {}

    /**
     * Checks a version from outside.
     *
     * @param text the version, decoded
     * @return the same text, or why it does not fit
     */
    public static Checked of(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return new Checked.Misfit("version: " + length + " characters (expected: 1 to " + MAX_LENGTH + ")");
        }
        if (!Text.printable(text)) {
            return new Checked.Misfit(
                    "version: holds a control or invisible character (expected: printable characters)");
        }
        if (text.isBlank()) {
            return new Checked.Misfit("version: blank (expected: printable characters)");
        }
        return new Checked.Fit(text);
    }

    /**
     * Returns a version that the program itself gives, if it fits.
     *
     * @throws IllegalArgumentException when it does not fit, with the reason
     */
    public static String require(String text) {
        if (of(text) instanceof Checked.Misfit misfit) {
            throw new IllegalArgumentException(misfit.reason());
        }
        return text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

/** The rule for versions (build ids): 1 to {@value #MAX_LENGTH} printable characters. */
public final class Version {

    /** The longest version that is kept, in UTF-16 characters. */
    public static final int MAX_LENGTH = 128;

    private Version() {}

    /**
     * Looks at a version that a tab sent.
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
        return new Checked.Fit(text);
    }
}

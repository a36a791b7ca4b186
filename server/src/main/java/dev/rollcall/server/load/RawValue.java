// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

/**
 * The text of a setting, not yet checked.
 *
 * @param text the text as written
 * @param source where it was written
 */
record RawValue(String text, Source source) {

    /** Omits the text, which may be a secret. */
    @Override
    public String toString() {
        return "RawValue[" + source.place() + "]";
    }
}

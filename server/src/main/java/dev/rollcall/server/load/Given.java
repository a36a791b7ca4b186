// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.load;

/**
 * What somebody set a setting to, not yet checked.
 *
 * @param text as it was written
 * @param origin where
 */
record Given(String text, Origin origin) {

    /** Leaves the text out, which may be a secret. */
    @Override
    public String toString() {
        return "Given[" + origin.place() + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import org.jspecify.annotations.Nullable;

/**
 * Where a listing continues: after one connection, even when that one has left meanwhile.
 *
 * @param arrival the running number of that connection
 * @param slot its slot in the registry, for continuing there directly while it is still open
 */
public record Cursor(long arrival, int slot) {

    /** The cursor as text for a query. */
    public String text() {
        return Long.toString(arrival, Character.MAX_RADIX) + "-" + Integer.toString(slot, Character.MAX_RADIX);
    }

    /** The cursor that a text stands for; null when it stands for none. */
    public static @Nullable Cursor parse(String text) {
        int dash = text.indexOf('-', 1);
        if (dash < 0 || text.length() > 24) {
            return null;
        }
        try {
            long arrival = Long.parseLong(text.substring(0, dash), Character.MAX_RADIX);
            return new Cursor(arrival, Integer.parseInt(text.substring(dash + 1), Character.MAX_RADIX));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}

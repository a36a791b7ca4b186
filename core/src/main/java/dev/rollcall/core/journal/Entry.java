// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a journal holds under a key. Immutable. */
public final class Entry {

    private final String key;
    private final byte[] value;
    private final @Nullable Duration left;

    /**
     * Holds what was found. The value is not copied, so neither its maker nor its readers may change the bytes.
     *
     * @param left how much of its life is left, more than zero; null when it has no end
     */
    public Entry(String key, byte[] value, @Nullable Duration left) {
        this.key = key;
        this.value = value;
        this.left = left;
    }

    /** The key. */
    public String key() {
        return key;
    }

    /** The value. Not to be changed. */
    public byte[] value() {
        return value;
    }

    /** How much of its life is left; null when it has no end. */
    public @Nullable Duration left() {
        return left;
    }

    /** Leaves out the value, which may be personal. */
    @Override
    public String toString() {
        return "Entry[" + key + ", " + value.length + " bytes]";
    }
}

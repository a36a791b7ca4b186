// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One step of a write. Immutable. */
public sealed interface Change {

    /** The longest key, in bytes of UTF-8: a version of 128 characters fits. */
    int MAX_KEY_BYTES = 512;

    /** The kind of the entry. */
    Kind kind();

    /** The key of the entry. */
    String key();

    /** Returns the change that puts an entry, or replaces it in its place, for as long as its kind says. */
    static Change put(Kind kind, String key, byte[] value) {
        return new Put(kind, key, value, kind.life());
    }

    /**
     * Returns the change that puts an entry, or replaces it in its place.
     *
     * @param life how long it is kept, more than zero
     */
    static Change put(Kind kind, String key, byte[] value, Duration life) {
        return new Put(kind, key, value, life);
    }

    /** Returns the change that removes an entry, if it is there. */
    static Change remove(Kind kind, String key) {
        return new Remove(kind, key);
    }

    /** Puts an entry. */
    final class Put implements Change {
        private final Kind kind;
        private final String key;
        private final byte[] value;
        private final @Nullable Duration life;

        private Put(Kind kind, String key, byte[] value, @Nullable Duration life) {
            this.kind = kind;
            this.key = checked(key);
            this.value = value;
            this.life = life;
            if (value.length > kind.maxBytes()) {
                throw new IllegalArgumentException(
                        kind.word() + ": " + value.length + " bytes (expected: at most " + kind.maxBytes() + ")");
            }
            if (life != null && (life.isZero() || life.isNegative())) {
                throw new IllegalArgumentException("life: " + life + " (expected: more than zero)");
            }
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public String key() {
            return key;
        }

        /** The value. Not copied, and not to be changed. */
        public byte[] value() {
            return value;
        }

        /** How long it is kept; null for as long as there is room. */
        public @Nullable Duration life() {
            return life;
        }

        /** Without the value, which may be personal. */
        @Override
        public String toString() {
            return "Put[" + kind.word() + ", " + key + ", " + value.length + " bytes]";
        }
    }

    /**
     * Removes an entry, if it is there.
     *
     * @param kind its kind
     * @param key its key
     */
    record Remove(Kind kind, String key) implements Change {
        /** Checks the key. */
        public Remove {
            checked(key);
        }
    }

    private static String checked(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "key: " + bytes + " bytes (expected: 1 to " + MAX_KEY_BYTES + " in UTF-8)");
        }
        return key;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a write. Immutable. */
public sealed interface Change {

    /** The longest key, in bytes of UTF-8: a version of 128 characters fits. */
    int MAX_KEY_BYTES = 512;

    /** The largest number of changes in one write. */
    int MAX_CHANGES = 1_000;

    /** The largest size of all values in one write, in bytes. */
    int MAX_BYTES = 4 << 20;

    /**
     * The largest number of bytes that may be added to a value on its way, by a signature, say; they come on top of all
     * other bounds.
     */
    int MAX_SEAL_BYTES = 64;

    /** The kind of the entry. */
    Kind kind();

    /** The key of the entry. */
    String key();

    /** Returns the change that puts an entry, or replaces it in its place, for the life of its kind. */
    static Change.Put put(Kind kind, String key, byte[] value) {
        return new Put(kind, key, value, kind.life());
    }

    /** Returns the change that puts an entry, or replaces it in its place, for as long as there is room for it. */
    static Change.Put putForever(Kind kind, String key, byte[] value) {
        return new Put(kind, key, value, null);
    }

    /**
     * Returns the change that puts an entry, or replaces it in its place.
     *
     * @param life how long it is kept, more than zero
     */
    static Change.Put put(Kind kind, String key, byte[] value, Duration life) {
        return new Put(kind, key, value, life);
    }

    /** Returns the change that removes an entry, if it is there. */
    static Change.Remove remove(Kind kind, String key) {
        return new Remove(kind, key);
    }

    /**
     * Checks the bounds of one write.
     *
     * @throws IllegalArgumentException when there are more than {@link #MAX_CHANGES}, or more than {@link #MAX_BYTES}
     *     in their values, not counting what {@linkplain Put#sealed sealing} added
     */
    static void check(List<Change> changes) {
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException(changes.size() + " changes (expected: at most " + MAX_CHANGES + ")");
        }
        int bytes = bytes(changes) - seals(changes);
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(bytes + " bytes (expected: at most " + MAX_BYTES + " in one write)");
        }
    }

    /** Returns the number of bytes in the values of changes. */
    static int bytes(List<Change> changes) {
        int bytes = 0;
        for (Change change : changes) {
            bytes += change instanceof Put put ? put.value.length : 0;
        }
        return bytes;
    }

    private static int seals(List<Change> changes) {
        int bytes = 0;
        for (Change change : changes) {
            bytes += change instanceof Put put ? put.seal : 0;
        }
        return bytes;
    }

    /** Puts an entry. */
    final class Put implements Change {
        private final Kind kind;
        private final String key;
        private final byte[] value;
        private final @Nullable Duration life;
        private final int seal; // how many bytes of the value are not the writer's

        private Put(Kind kind, String key, byte[] value, @Nullable Duration life) {
            this(kind, key, value, life, 0);
        }

        private Put(Kind kind, String key, byte[] value, @Nullable Duration life, int seal) {
            this.kind = kind;
            this.key = checked(key);
            this.value = value;
            this.life = life;
            this.seal = seal;
            if (value.length - seal > kind.maxBytes()) {
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

        /**
         * Returns the same change with a value to which something was added on the way, such as a signature.
         *
         * @param longer the value with what was added; not copied, and not to be changed
         * @throws IllegalArgumentException when it is more than {@link #MAX_SEAL_BYTES} longer, or is shorter
         */
        public Put sealed(byte[] longer) {
            int added = longer.length - value.length;
            if (added < 0 || added > MAX_SEAL_BYTES) {
                throw new IllegalArgumentException("seal: " + added + " bytes (expected: 0 to " + MAX_SEAL_BYTES + ")");
            }
            return new Put(kind, key, longer, life, added);
        }

        /** How long it is kept; null for as long as there is room. */
        public @Nullable Duration life() {
            return life;
        }

        /** Leaves out the value, which may be personal. */
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

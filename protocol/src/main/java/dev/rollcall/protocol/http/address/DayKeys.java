// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import dev.rollcall.core.time.Timer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which addresses are hashed: random, one for each day (UTC), nowhere but in memory, and forgotten at
 * midnight. Nodes that tell each other what they {@linkplain #held hold} soon have the same keys: of two for one day
 * the one made first is kept. Tomorrow's is shared today, so that all nodes have it at midnight. Thread-safe.
 */
public final class DayKeys {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final Timer timer;
    private final SecureRandom random;
    private final TreeMap<Long, Key> keys = new TreeMap<>(); // today's and tomorrow's; under the lock
    private volatile @Nullable Today today;
    private volatile Runnable onNewDay = () -> {};

    /**
     * Begins without keys; they are made when needed.
     *
     * @param timer tells the day
     * @param random makes the keys
     */
    public DayKeys(Timer timer, SecureRandom random) {
        this.timer = timer;
        this.random = random;
    }

    private record Today(long day, SecretKeySpec key) {}

    /**
     * The key of one day.
     *
     * @param day the number of the day since the epoch
     * @param made when it was made, in milliseconds since the epoch
     * @param secret the key, 32 bytes; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by comesBefore
    public record Key(long day, long made, byte[] secret) {

        /** Checks the length of the key. */
        public Key {
            if (secret.length != BYTES) {
                throw new IllegalArgumentException("secret: " + secret.length + " bytes (expected: " + BYTES + ")");
            }
        }

        private boolean comesBefore(Key other) {
            return made != other.made ? made < other.made : Arrays.compare(secret, other.secret) < 0;
        }

        /** Leaves out the key, which must not reach a log. */
        @Override
        public String toString() {
            return "Key[day=" + day + "]";
        }
    }

    /** Sets what is called when a new day has begun, on any thread; it must not block. */
    public void onNewDay(Runnable action) {
        onNewDay = action;
    }

    /** Returns today's key. */
    SecretKeySpec today() {
        long day = day();
        Today current = today;
        return current != null && current.day() == day ? current.key() : begin(day);
    }

    private SecretKeySpec begin(long day) {
        Today begun;
        synchronized (this) {
            Today current = today;
            if (current != null && current.day() == day) {
                return current.key();
            }
            begun = use(day);
        }
        onNewDay.run();
        return begun.key();
    }

    private Today use(long day) {
        keys.keySet().removeIf(known -> known != day && known != day + 1);
        Today used = new Today(day, new SecretKeySpec(key(day).secret(), ALGORITHM));
        today = used;
        return used;
    }

    private Key key(long day) {
        return keys.computeIfAbsent(day, missing -> {
            byte[] secret = new byte[BYTES];
            random.nextBytes(secret);
            return new Key(day, timer.millis(), secret);
        });
    }

    /** Returns the keys of today and tomorrow, for other nodes. */
    public List<Key> held() {
        today(); // if the day is new, that is told
        synchronized (this) {
            long day = day();
            return List.of(key(day), key(day + 1));
        }
    }

    /** Takes in what another node holds. */
    public void take(Collection<Key> offered) {
        today();
        synchronized (this) {
            long day = day();
            for (Key key : offered) {
                if (key.day() == day || key.day() == day + 1) {
                    keys.merge(key.day(), key, (known, other) -> other.comesBefore(known) ? other : known);
                }
            }
            use(day);
        }
    }

    private long day() {
        return Math.floorDiv(timer.millis(), TimeUnit.DAYS.toMillis(1));
    }
}

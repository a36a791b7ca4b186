// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.input;

import dev.rollcall.protocol.http.guard.Lru;
import org.jspecify.annotations.Nullable;

/**
 * Which lease was opened for what a tab presented: a tab whose answer was lost presents the same again, and must get
 * the same lease, not a new one each time. The tab must present all of it, so it is as secret as the proof in it. The
 * latest {@value #REMEMBERED} are remembered. Thread-safe.
 */
public final class Successors {

    static final int REMEMBERED = 8_192;

    private static final int LOCKS = 64;

    private final Lru<String, String> ids = new Lru<>(REMEMBERED);
    private final Object[] locks = new Object[LOCKS];

    /** Begins without leases. */
    public Successors() {
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** Returns the id of the connection that was opened for what was presented; null when none is remembered. */
    public @Nullable String find(String presented) {
        String key = key(presented);
        return key == null ? null : ids.find(key);
    }

    /** Remembers a connection. */
    public void put(String presented, String id) {
        String key = key(presented);
        if (key != null) {
            ids.put(key, id);
        }
    }

    /**
     * Returns what is remembered of what a tab presents: the same whichever answer it confirms.
     *
     * @return null when a lease for it is not remembered: it is nothing, or too long
     */
    public static @Nullable String key(@Nullable String presented) {
        if (presented == null || presented.isEmpty() || presented.length() > ConnectionProof.MAX_LENGTH) {
            return null;
        }
        return ConnectionProof.withoutNumber(presented);
    }

    /** Returns what to lock while looking for a successor and opening one: requests that present the same share it. */
    public Object lock(String presented) {
        return locks[Math.floorMod(ConnectionProof.withoutNumber(presented).hashCode(), LOCKS)];
    }
}

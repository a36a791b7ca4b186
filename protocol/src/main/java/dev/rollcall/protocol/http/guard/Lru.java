// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that keeps only the most recently used entries. Thread-safe: every call holds its lock for a few steps. */
public final class Lru<K, V> {

    private final int maxEntries;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** Begins empty; {@code maxEntries} is at least 1. */
    public Lru(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** Returns the value under a key and marks it as used; null when there is none. */
    public synchronized @Nullable V find(K key) {
        return entries.get(key);
    }

    /**
     * Keeps a value; the least recently used one makes room when there are too many.
     *
     * @return the value that was kept under this key before; null when there was none
     */
    public synchronized @Nullable V put(K key, V value) {
        V before = entries.put(key, value);
        if (entries.size() > maxEntries) {
            Iterator<K> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return before;
    }

    /** Forgets a key. */
    public synchronized void remove(K key) {
        entries.remove(key);
    }

    /** Finds and removes in one step, so that only one can have it. */
    public synchronized @Nullable V take(K key) {
        return entries.remove(key);
    }

    /** Returns the number of entries. */
    public synchronized int size() {
        return entries.size();
    }
}

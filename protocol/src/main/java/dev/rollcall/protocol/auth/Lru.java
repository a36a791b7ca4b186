// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.auth;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that keeps only the entries used last. Thread-safe: every call holds its lock for a few steps. */
final class Lru<K, V> {

    private final int maxEntries;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    Lru(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    synchronized @Nullable V find(K key) {
        return entries.get(key);
    }

    synchronized void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > maxEntries) {
            Iterator<K> eldest = entries.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    synchronized void remove(K key) {
        entries.remove(key);
    }

    /** Finds and removes in one step, so that only one can have it. */
    synchronized @Nullable V take(K key) {
        return entries.remove(key);
    }

    synchronized int size() {
        return entries.size();
    }
}

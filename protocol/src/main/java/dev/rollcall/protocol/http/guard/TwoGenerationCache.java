// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers values by key and forgets those not asked for lately. Holds at most twice its size, and a few more while
 * threads race. Thread-safe; reading takes no lock.
 */
final class TwoGenerationCache<K, V> {

    /*
     * Design: two generations. New and re-used entries live in the young map. When it is full it becomes the old one, and
     * what was in the old one and has not been asked for since is gone. That is close enough to least-recently-used, and
     * needs no lock nor list on reads. An entry made while the maps are swapped may be lost; callers can bear that.
     */
    private final int size;
    private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

    TwoGenerationCache(int size) {
        this.size = size;
    }

    /**
     * Returns the value of a key, made when it is not remembered. Two threads may both make one; only one of them
     * stays.
     */
    V get(K key, Function<? super K, ? extends V> make) {
        ConcurrentHashMap<K, V> now = young;
        V value = now.get(key);
        if (value != null) {
            return value;
        }
        V before = old.get(key);
        V made = before == null ? make.apply(key) : before;
        V other = now.putIfAbsent(key, made);
        if (now.mappingCount() >= size) {
            turn();
        }
        return other == null ? made : other;
    }

    /** How many entries there are; an entry in both generations counts twice. */
    int size() {
        return young.size() + old.size();
    }

    private synchronized void turn() {
        // Another thread may have been here first.
        if (young.mappingCount() >= size) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the busiest of the names that it is given one by one, and counts those that it passes over. Not thread-safe.
 */
final class Busiest {

    private static final Comparator<Entry> BUSIEST_FIRST =
            Comparator.comparingInt(Entry::count).reversed().thenComparing(Entry::name);

    private final int keep;
    private final @Nullable String always;
    private final PriorityQueue<Entry> kept = new PriorityQueue<>(BUSIEST_FIRST.reversed()); // the least busy is first
    private int passedOverNames;
    private int passedOverCount;
    private int passedOverAlways;
    private int alwaysCount;
    private int others;

    /**
     * Begins empty.
     *
     * @param keep the largest number of names to keep
     * @param always a name whose count is wanted however small it is; null for none
     */
    Busiest(int keep, @Nullable String always) {
        this.keep = keep;
        this.always = always;
    }

    /** A name and its count. */
    record Entry(String name, int count) {}

    void add(String name, int count) {
        if (name.equals(Ranking.OTHER)) {
            others += count;
            return;
        }
        if (name.equals(always)) {
            alwaysCount = count;
        }
        Entry entry = new Entry(name, count);
        kept.add(entry);
        if (kept.size() > keep) {
            passOver(kept.remove());
        }
    }

    private void passOver(Entry entry) {
        passedOverNames++;
        passedOverCount += entry.count();
        if (entry.name().equals(always)) {
            passedOverAlways = entry.count();
        }
    }

    /** Returns what was kept, busiest first. */
    List<Entry> ranked() {
        return kept.stream().sorted(BUSIEST_FIRST).toList();
    }

    /** The number of names that were not kept. */
    int passedOverNames() {
        return passedOverNames;
    }

    /** The connections on the names that were not kept. */
    int passedOverCount() {
        return passedOverCount;
    }

    /** The connections on the wanted name, when it was not kept; else 0. */
    int passedOverAlways() {
        return passedOverAlways;
    }

    /** The connections whose own name is the one used for the rest. */
    int others() {
        return others;
    }

    /**
     * Adds the wanted name to those shown when it has connections and is missing; returns false when nothing was added.
     */
    boolean putAlways(Map<String, Integer> shown) {
        return always != null && alwaysCount > 0 && shown.putIfAbsent(always, alwaysCount) == null;
    }
}

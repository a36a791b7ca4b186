// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are on each version, or on each route. Taking a label and giving it back cost O(1), without
 * locks. At most a set number of different names is counted; whoever comes with a further one is counted under
 * {@value #OTHER} for as long as the connection keeps that name, and is still found by it. Thread-safe.
 */
public final class NameCounts {

    /** Under this name all are counted that did not get a count of their own. */
    public static final String OTHER = "(other)";

    private final ConcurrentHashMap<String, CountedName> byName = new ConcurrentHashMap<>();
    private final AtomicInteger distinct = new AtomicInteger();
    private final AtomicInteger folded = new AtomicInteger();
    private final CountedName untracked = CountedName.untracked();
    private final int limit;
    private volatile @Nullable String kept;

    /**
     * Starts with no names.
     *
     * @param limit how many different names are counted by themselves, at least 1
     */
    NameCounts(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: at least 1)");
        }
        this.limit = limit;
    }

    /**
     * Counts a name by itself whatever the limit, from the next connection that comes with it on. One name at a time, so
     * there is one more than the limit at most.
     */
    void keep(String name) {
        kept = name;
    }

    CountedName take(String name) {
        while (true) {
            CountedName known = byName.get(name);
            if (known == null) {
                CountedName made = introduce(name);
                if (made != null) {
                    return made;
                }
            } else if (known.join()) {
                return known;
            } else {
                byName.remove(name, known);
            }
        }
    }

    /** The label of connections whose name is not to be known: counted nowhere. */
    CountedName untracked() {
        return untracked;
    }

    void giveBack(CountedName label) {
        if (label.isFolded()) {
            folded.decrementAndGet();
        } else if (!label.isUntracked() && label.leave()) {
            byName.remove(label.name(), label);
            distinct.decrementAndGet();
        }
    }

    /** A label for a new name; null when another thread was first, and the caller must look again. */
    private @Nullable CountedName introduce(String name) {
        if (name.equals(OTHER) || !reserve(name)) {
            folded.incrementAndGet();
            return CountedName.folded(name);
        }
        CountedName made = CountedName.first(name);
        if (byName.putIfAbsent(name, made) == null) {
            return made;
        }
        distinct.decrementAndGet();
        return null;
    }

    private boolean reserve(String name) {
        if (name.equals(kept)) {
            distinct.incrementAndGet();
            return true;
        }
        int now = distinct.get();
        while (now < limit) {
            if (distinct.compareAndSet(now, now + 1)) {
                return true;
            }
            now = distinct.get();
        }
        return false;
    }

    /** How many different names are counted now, {@value #OTHER} not included. */
    public int distinct() {
        return distinct.get();
    }

    /**
     * The busiest names with their counts, busiest first, names in order where counts are equal. {@value #OTHER} comes
     * last and does not use up a place. A new map.
     *
     * @param most how many names at the most
     */
    public Map<String, Integer> busiest(int most) {
        List<Map.Entry<String, Integer>> counts = new ArrayList<>(byName.size());
        for (CountedName label : byName.values()) {
            int count = label.count();
            if (count > 0) {
                counts.add(Map.entry(label.name(), count));
            }
        }
        counts.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Integer> busiest = new LinkedHashMap<>();
        counts.stream().limit(most).forEach(entry -> busiest.put(entry.getKey(), entry.getValue()));
        int others = folded.get();
        if (others > 0) {
            busiest.put(OTHER, others);
        }
        return busiest;
    }
}

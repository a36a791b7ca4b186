// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The busiest names and their counts, for a picture that does not show all. Which names are shown depends only on their
 * counts, never on the order they came in. Immutable.
 *
 * @param shown the counts of the busiest names, busiest first, in the order of the names where counts are equal;
 *     {@value #OTHER}, when it is not empty, comes last
 * @param leftOut the number of names that are neither shown nor part of {@value #OTHER}
 */
public record Ranking(Map<String, Integer> shown, int leftOut) {

    /**
     * The name under which the names beyond a limit are counted. A connection whose own name is this one is counted
     * there too.
     */
    public static final String OTHER = "(other)";

    /** Keeps the order. */
    public Ranking {
        shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
    }

    /**
     * Ranks names. Costs O(n log {@code named}) for n distinct names.
     *
     * @param names what to rank
     * @param most the largest number of names to show, at least 0
     * @param named the names beyond the busiest {@code named}, at least 0, are counted under {@value #OTHER}; names between
     *     {@code most} and {@code named} are left out
     * @param always a name to show whatever its count, when anybody is on it; null for none
     */
    public static Ranking of(Counts.ByName names, int most, int named, @Nullable String always) {
        boolean folds = names.distinct() > named;
        Busiest busiest = new Busiest(folds ? named : Math.min(most, named), always);
        names.forEach(busiest::add);
        return folds ? folded(busiest, Math.min(most, named)) : whole(busiest);
    }

    /** So few names that none is folded: those passed over are left out. */
    private static Ranking whole(Busiest busiest) {
        Map<String, Integer> shown = new LinkedHashMap<>();
        busiest.ranked().forEach(entry -> shown.put(entry.name(), entry.count()));
        int leftOut = busiest.passedOverNames();
        if (busiest.passedOverAlways() > 0) {
            busiest.putAlways(shown);
            leftOut--;
        }
        return of(shown, busiest.others(), leftOut);
    }

    /** The names passed over are folded; those ranked but not shown are left out. */
    private static Ranking folded(Busiest busiest, int most) {
        Map<String, Integer> shown = new LinkedHashMap<>();
        List<Busiest.Entry> ranked = busiest.ranked();
        ranked.stream().limit(most).forEach(entry -> shown.put(entry.name(), entry.count()));
        int leftOut = ranked.size() - shown.size();
        if (busiest.passedOverAlways() > 0) {
            busiest.putAlways(shown);
        } else if (busiest.putAlways(shown)) {
            leftOut--;
        }
        return of(shown, busiest.others() + busiest.passedOverCount() - busiest.passedOverAlways(), leftOut);
    }

    private static Ranking of(Map<String, Integer> shown, int others, int leftOut) {
        if (others > 0) {
            shown.put(OTHER, others);
        }
        return new Ranking(shown, leftOut);
    }
}

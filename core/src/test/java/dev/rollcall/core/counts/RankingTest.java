// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final int ALL = Integer.MAX_VALUE;

    private record Fixed(Map<String, Integer> counts) implements Counts.ByName {
        @Override
        public long distinct() {
            return counts.size();
        }

        @Override
        public void forEach(ObjIntConsumer<String> action) {
            counts.forEach(action::accept);
        }
    }

    private static Ranking rank(Map<String, Integer> counts, int most, int named, @Nullable String always) {
        return Ranking.of(new Fixed(counts), most, named, always);
    }

    @Test
    void theBusiestComeFirstThenTheOrderOfNames() {
        Map<String, Integer> counts = Map.of("b", 2, "a", 1, "c", 1, "d", 7);
        assertThat(rank(counts, ALL, ALL, null).shown().keySet()).containsExactly("d", "b", "a", "c");
        assertThat(rank(counts, 2, ALL, null)).isEqualTo(new Ranking(Map.of("d", 7, "b", 2), 2));
        assertThat(rank(Map.of(), 2, ALL, null)).isEqualTo(new Ranking(Map.of(), 0));
    }

    /** The bug: 10,000 product pages came first, then 300 tabs on one page, which nobody could see. */
    @Test
    void aBusyNameIsShownWhateverOrderTheNamesCameIn() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            counts.put("/product/" + i, 1);
        }
        counts.put("/checkout", 300);
        Ranking ranking = rank(counts, 5, 10_000, null);
        assertThat(ranking.shown()).containsEntry("/checkout", 300).containsEntry(Ranking.OTHER, 1);
        assertThat(ranking.shown().keySet()).startsWith("/checkout");
        assertThat(ranking.leftOut()).isEqualTo(9_995);
    }

    @Test
    void theWantedNameIsShownWhateverItsCount() {
        Map<String, Integer> counts = Map.of("a", 5, "b", 4, "new", 1, "c", 2);
        assertThat(rank(counts, 2, 2, "new").shown())
                .containsExactly(
                        Map.entry("a", 5), Map.entry("b", 4), Map.entry("new", 1), Map.entry(Ranking.OTHER, 2));
        assertThat(rank(counts, 2, ALL, "new")).isEqualTo(new Ranking(Map.of("a", 5, "b", 4, "new", 1), 1));
        assertThat(rank(counts, 1, 3, "c").shown())
                .containsExactly(Map.entry("a", 5), Map.entry("c", 2), Map.entry(Ranking.OTHER, 1));
        assertThat(rank(counts, 2, 2, "nobody").shown()).doesNotContainKey("nobody");
    }

    @Test
    void aNameThatReadsLikeTheRestIsPartOfTheRest() {
        Map<String, Integer> counts = Map.of("a", 1, Ranking.OTHER, 9);
        assertThat(rank(counts, ALL, ALL, null).shown())
                .containsExactly(Map.entry("a", 1), Map.entry(Ranking.OTHER, 9));
        assertThat(rank(counts, 0, 0, null).shown()).containsExactly(Map.entry(Ranking.OTHER, 10));
    }

    /** Compares with the obvious way: sort all, cut twice. */
    @Property
    void isWhatSortingWouldGive(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 4) Integer> list,
            @ForAll @IntRange(min = 0, max = 12) int most,
            @ForAll @IntRange(min = 0, max = 12) int named,
            @ForAll boolean wanted) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            counts.put("n" + i, list.get(i));
        }
        String always = wanted ? "n3" : null;
        assertThat(rank(counts, most, named, always)).isEqualTo(sorted(counts, Math.min(most, named), named, always));
    }

    private static Ranking sorted(Map<String, Integer> counts, int most, int named, @Nullable String always) {
        List<Map.Entry<String, Integer>> all = new ArrayList<>(counts.entrySet());
        all.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Integer> shown = new LinkedHashMap<>();
        int others = 0;
        int leftOut = 0;
        for (int i = 0; i < all.size(); i++) {
            Map.Entry<String, Integer> entry = all.get(i);
            if (i < most || entry.getKey().equals(always)) {
                shown.put(entry.getKey(), entry.getValue());
            } else if (i < named) {
                leftOut++;
            } else {
                others += entry.getValue();
            }
        }
        if (others > 0) {
            shown.put(Ranking.OTHER, others);
        }
        return new Ranking(shown, leftOut);
    }
}

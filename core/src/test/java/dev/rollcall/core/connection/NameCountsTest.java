// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NameCountsTest {

    private static final int ALL = Integer.MAX_VALUE;

    @Test
    void countsHowManyAreOnEachName() {
        NameCounts labels = new NameCounts(10);
        CountedName a = labels.take("/a");
        CountedName again = labels.take("/a");
        labels.take("/b");
        assertThat(again).isSameAs(a);
        assertThat(a.count()).isEqualTo(2);
        assertThat(labels.busiest(ALL)).containsExactly(Map.entry("/a", 2), Map.entry("/b", 1));
        labels.giveBack(a);
        labels.giveBack(again);
        assertThat(labels.busiest(ALL)).containsExactly(Map.entry("/b", 1));
        assertThat(labels.distinct()).isEqualTo(1);
    }

    @Test
    void namesAreSortedByCountThenByNameAndTheRestComesLast() {
        NameCounts labels = new NameCounts(3);
        for (String name : List.of("c", "b", "a", "b", "x", "y", "z", "z")) {
            labels.take(name);
        }
        assertThat(labels.busiest(ALL))
                .containsExactly(
                        Map.entry("b", 2), Map.entry("a", 1), Map.entry("c", 1), Map.entry(NameCounts.OTHER, 4));
        assertThat(labels.busiest(1)).containsExactly(Map.entry("b", 2), Map.entry(NameCounts.OTHER, 4));
        assertThat(labels.busiest(0)).containsExactly(Map.entry(NameCounts.OTHER, 4));
    }

    @Test
    void aFoldedNameKeepsItsNameAndRoomFreesUp() {
        NameCounts labels = new NameCounts(1);
        CountedName first = labels.take("first");
        CountedName folded = labels.take("second");
        assertThat(folded.name()).isEqualTo("second");
        assertThat(folded.count()).isZero();
        assertThat(labels.busiest(ALL)).containsEntry(NameCounts.OTHER, 1);
        labels.giveBack(first);
        CountedName third = labels.take("third");
        assertThat(labels.busiest(ALL)).containsExactly(Map.entry("third", 1), Map.entry(NameCounts.OTHER, 1));
        labels.giveBack(folded);
        labels.giveBack(third);
        assertThat(labels.busiest(ALL)).isEmpty();
        assertThat(labels.distinct()).isZero();
    }

    @Test
    void aKeptNameIsCountedByItselfWhenThereIsNoRoom() {
        NameCounts labels = new NameCounts(1);
        labels.keep("current");
        CountedName first = labels.take("made up");
        CountedName current = labels.take("current");
        labels.take("current");
        labels.take("another");
        assertThat(labels.busiest(ALL))
                .containsExactly(Map.entry("current", 2), Map.entry("made up", 1), Map.entry(NameCounts.OTHER, 1));
        labels.giveBack(current);
        labels.giveBack(first);
        assertThat(labels.take("third").isFolded()).isTrue();
        labels.giveBack(current);
        assertThat(labels.distinct()).isZero();
        assertThat(labels.take("fourth").isFolded()).isFalse();
    }

    @Test
    void aNameThatReadsLikeTheRestIsPartOfTheRest() {
        NameCounts labels = new NameCounts(5);
        CountedName other = labels.take(NameCounts.OTHER);
        assertThat(labels.distinct()).isZero();
        assertThat(labels.busiest(ALL)).containsExactly(Map.entry(NameCounts.OTHER, 1));
        labels.giveBack(other);
        assertThat(labels.busiest(ALL)).isEmpty();
    }

    @Test
    void whatIsNotTrackedIsCountedNowhere() {
        NameCounts labels = new NameCounts(5);
        labels.giveBack(labels.untracked());
        assertThat(labels.untracked().name()).isEmpty();
        assertThat(labels.busiest(ALL)).isEmpty();
    }

    @Test
    void needsRoomForOneName() {
        assertThatThrownBy(() -> new NameCounts(0)).hasMessage("limit: 0 (expected: at least 1)");
    }

    /** A number from 0 to 7 takes that name, any other gives back one of those taken. */
    @Property
    void isExactAfterAnyOrderOfTakingAndGivingBack(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 15) Integer> steps,
            @ForAll @IntRange(min = 1, max = 6) int limit) {
        NameCounts labels = new NameCounts(limit);
        List<CountedName> held = new ArrayList<>();
        for (int step : steps) {
            if (step < 8) {
                Map<String, Integer> before = labels.busiest(ALL);
                boolean room = before.containsKey("n" + step) || labels.distinct() < limit;
                CountedName taken = labels.take("n" + step);
                assertThat(taken.isFolded()).isEqualTo(!room);
                held.add(taken);
            } else if (!held.isEmpty()) {
                labels.giveBack(held.remove(step % held.size()));
            }
            assertThat(labels.busiest(ALL)).isEqualTo(countsOf(held));
        }
    }

    @Test
    void isExactWhenManyThreadsTakeAndGiveBack() throws InterruptedException, ExecutionException {
        NameCounts labels = new NameCounts(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<List<CountedName>>> left = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            left.add(threads.submit(() -> takeAndGiveBack(labels, random)));
        }
        List<CountedName> held = new ArrayList<>();
        for (Future<List<CountedName>> labelsLeft : left) {
            held.addAll(labelsLeft.get());
        }
        threads.shutdown();
        assertThat(labels.busiest(ALL)).isEqualTo(countsOf(held));
        held.forEach(labels::giveBack);
        assertThat(labels.busiest(ALL)).isEmpty();
        assertThat(labels.distinct()).isZero();
    }

    private static List<CountedName> takeAndGiveBack(NameCounts labels, Random random) {
        List<CountedName> held = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (held.size() > 3 || (!held.isEmpty() && random.nextBoolean())) {
                labels.giveBack(held.remove(random.nextInt(held.size())));
            } else {
                held.add(labels.take("n" + random.nextInt(6)));
            }
        }
        return held;
    }

    private static Map<String, Integer> countsOf(List<CountedName> held) {
        Map<String, Integer> counts = new HashMap<>();
        held.forEach(label -> counts.merge(label.isFolded() ? NameCounts.OTHER : label.name(), 1, Integer::sum));
        return counts;
    }
}

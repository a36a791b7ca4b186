// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

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

    private final NameCounts counts = new NameCounts();

    @Test
    void countsHowManyAreOnEachName() {
        CountedName a = counts.take("/a");
        CountedName again = counts.take("/a");
        counts.take("/b");
        assertThat(again).isSameAs(a);
        assertThat(a.count()).isEqualTo(2);
        assertThat(Names.of(counts)).isEqualTo(Map.of("/a", 2, "/b", 1));
        counts.giveBack(a);
        counts.giveBack(again);
        assertThat(Names.of(counts)).isEqualTo(Map.of("/b", 1));
        assertThat(counts.distinct()).isEqualTo(1);
    }

    @Test
    void aNameThatComesAfterVeryManyOthersIsCountedByItself() {
        List<CountedName> crowd = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            crowd.add(counts.take("/made-up/" + i));
        }
        counts.take("/checkout");
        assertThat(Names.of(counts)).containsEntry("/checkout", 1).hasSize(100_001);
        crowd.forEach(counts::giveBack);
        counts.take("/checkout");
        assertThat(Names.of(counts)).isEqualTo(Map.of("/checkout", 2));
    }

    @Test
    void whatIsNotTrackedIsCountedNowhere() {
        counts.giveBack(counts.untracked());
        assertThat(counts.untracked().name()).isEmpty();
        assertThat(Names.of(counts)).isEmpty();
    }

    /** A number from 0 to 7 takes that name, any other gives back one of those taken. */
    @Property
    void isExactAfterAnyOrderOfTakingAndGivingBack(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 15) Integer> steps) {
        NameCounts own = new NameCounts();
        List<CountedName> held = new ArrayList<>();
        for (int step : steps) {
            if (step < 8) {
                held.add(own.take("n" + step));
            } else if (!held.isEmpty()) {
                own.giveBack(held.remove(step % held.size()));
            }
            assertThat(Names.of(own)).isEqualTo(countsOf(held));
        }
    }

    @Test
    void isExactWhenManyThreadsTakeAndGiveBack() throws InterruptedException, ExecutionException {
        race(random -> "n" + random.nextInt(6));
    }

    /** Enough names that the map is made smaller again and again while other threads take names. */
    @Test
    void isExactWhenTheMapShrinksUnderWay() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 3; round++) {
            List<CountedName> crowd = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                crowd.add(counts.take("crowd" + i));
            }
            Thread leaving = new Thread(() -> crowd.forEach(counts::giveBack));
            leaving.start();
            race(random -> "n" + random.nextInt(600));
            leaving.join();
            assertThat(Names.of(counts)).isEmpty();
        }
    }

    private void race(NameMaker names) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<List<CountedName>>> left = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            left.add(threads.submit(() -> takeAndGiveBack(names, random)));
        }
        List<CountedName> held = new ArrayList<>();
        for (Future<List<CountedName>> namesLeft : left) {
            held.addAll(namesLeft.get());
        }
        threads.shutdown();
        assertThat(Names.of(counts)).containsAllEntriesOf(countsOf(held));
        held.forEach(counts::giveBack);
    }

    private List<CountedName> takeAndGiveBack(NameMaker names, Random random) {
        List<CountedName> held = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (held.size() > 3 || (!held.isEmpty() && random.nextBoolean())) {
                counts.giveBack(held.remove(random.nextInt(held.size())));
            } else {
                held.add(counts.take(names.next(random)));
            }
        }
        return held;
    }

    private static Map<String, Integer> countsOf(List<CountedName> held) {
        Map<String, Integer> all = new HashMap<>();
        held.forEach(name -> all.merge(name.name(), 1, Integer::sum));
        return all;
    }

    private interface NameMaker {
        String next(Random random);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairSlotsTest {

    private final List<String> started = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @Test
    void soManyRunAtOnceAndTheOthersTakeTurnsByOwner() {
        FairSlots slots = new FairSlots(2, 100);
        for (int i = 1; i <= 5; i++) {
            slots.submit("many", job("many" + i));
        }
        slots.submit("one", job("one"));
        slots.submit("other", job("other"));
        assertThat(started).containsExactly("many1", "many2");
        for (int i = 0; i < 5; i++) {
            slots.done();
        }
        assertThat(started).containsExactly("many1", "many2", "many3", "one", "other", "many4", "many5");
        slots.done();
        slots.done();
        slots.submit("late", job("late"));
        assertThat(started).endsWith("late");
    }

    @Test
    void whenTooManyWaitTheOwnerOfMostLosesTheLatest() {
        FairSlots slots = new FairSlots(1, 3);
        slots.submit("busy", job("running"));
        for (int i = 1; i <= 3; i++) {
            slots.submit("many", job("many" + i));
        }
        slots.submit("one", job("one"));
        assertThat(refused).containsExactly("many3");
        slots.submit("many", job("many4"));
        assertThat(refused).containsExactly("many3", "many4");
        for (int i = 0; i < 3; i++) {
            slots.done();
        }
        assertThat(started).containsExactly("running", "many1", "one", "many2");
    }

    @Test
    void aJobWithNothingToDoLeavesItsSlotToTheNext() {
        FairSlots slots = new FairSlots(1, 10_000);
        slots.submit("a", job("running"));
        for (int i = 0; i < 9_999; i++) {
            slots.submit("a", job(null));
        }
        slots.submit("a", job("next"));
        slots.done();
        assertThat(started).containsExactly("running", "next");
        slots.done();
        slots.submit("a", job("free"));
        assertThat(started).containsExactly("running", "next", "free");
    }

    private FairSlots.Job job(@org.jspecify.annotations.Nullable String name) {
        return new FairSlots.Job() {
            @Override
            public boolean start() {
                if (name != null) {
                    started.add(name);
                }
                return name != null;
            }

            @Override
            public void refuse() {
                refused.add(String.valueOf(name));
            }
        };
    }
}

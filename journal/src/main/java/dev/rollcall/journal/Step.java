// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.EntryLists;

/** What is done to the lists, and stands in the file so that it can be done again. */
sealed interface Step {

    /** Does it. */
    void apply(EntryLists lists);

    /**
     * Puts an entry, or replaces it in its place.
     *
     * @param put what
     * @param ends when its life ends, in ticks; {@link EntryLists#NEVER} when it has no end
     */
    record Put(Change.Put put, long ends) implements Step {
        @Override
        public void apply(EntryLists lists) {
            lists.put(put, ends);
        }
    }

    /**
     * Removes an entry.
     *
     * @param change which one
     */
    record Remove(Change.Remove change) implements Step {
        @Override
        public void apply(EntryLists lists) {
            lists.remove(change.kind(), change.key());
        }
    }

    /**
     * The wall clock was set: what the file says of ends until here is told by a clock that showed another time. Changes
     * nothing in memory, where ends are in ticks.
     *
     * @param millis how far it was set forward
     */
    record ClockSet(long millis) implements Step {
        @Override
        public void apply(EntryLists lists) {}
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.EntryLists;

/** A change to the lists, written to the file so that it can be applied again. */
sealed interface Step {

    /** Applies the step. */
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
     * The wall clock was set: ends written to the file before this are by a clock that showed another time. Changes
     * nothing in memory, where ends are in ticks.
     *
     * @param millis how far it was set forward
     */
    record ClockSet(long millis) implements Step {
        @Override
        public void apply(EntryLists lists) {}
    }
}

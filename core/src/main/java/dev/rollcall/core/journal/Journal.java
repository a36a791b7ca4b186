// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what must outlive a process: in its memory ({@link MemoryJournal}, which lasts no longer than the process), in
 * a directory, or in a system that many nodes share. An entry is a value under a key in a list of its {@link Kind};
 * each list is in the order in which its keys were first written, and is bounded.
 *
 * <p>Event loops call every method: none may wait for anything. The number of calls under way is bounded too; a call
 * over that bound fails at once. Stages complete on a thread of the journal, or at once; what depends on them must not
 * block. They fail only with a {@link JournalException}. Calls from one thread take effect in the order in which they
 * were made. An entry is no longer found after its life; a life is measured in passing time, and setting a clock
 * neither shortens nor prolongs it. Thread-safe.
 */
public interface Journal extends AutoCloseable {

    /**
     * Makes changes, in their order: all of them or, when it fails, none.
     *
     * @param changes at most {@link Change#MAX_CHANGES}, with at most {@link Change#MAX_BYTES}; copied
     * @return completes when they are kept, so that neither the end of this process nor, where values are kept in a
     *     directory, a crash of the machine loses them. A failure means that they are not kept: the caller must not act
     *     as if they were. Only a journal on another machine may fail without knowing; its message says so
     */
    CompletionStage<@Nullable Void> write(List<Change> changes);

    /** Makes one change; see {@link #write(List)}. */
    default CompletionStage<@Nullable Void> write(Change change) {
        return write(List.of(change));
    }

    /** Finds and removes an entry in one step, so that only one caller ever has it. Null when there is none. */
    CompletionStage<@Nullable Entry> take(Kind kind, String key);

    /** Finds an entry. Null when there is none. */
    CompletionStage<@Nullable Entry> get(Kind kind, String key);

    /**
     * Returns entries, the most recently created first.
     *
     * @param most how many, at least 1
     */
    CompletionStage<List<Entry>> read(Kind kind, int most);

    /** Returns how it is doing, for health, metrics and the log. */
    JournalStatus status();

    /** Keeps the changes under way, as far as it can within ten seconds, and ends. Calls fail from now on. */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where what must outlive a process is kept: in its memory ({@link MemoryJournal}, which keeps it no longer than that), in a
 * directory, or in a system that many nodes share. An entry is a value under a key in a list of its {@link Kind}; each list
 * is in the order in which its keys were first written, and has its bounds.
 *
 * <p>Event loops call every method: none may wait for anything. What is under way is bounded too, and over that bound a call
 * fails at once. Stages complete on a thread of the journal, or at once; what depends on them must not block. They fail with
 * a {@link JournalException} and with nothing else. Calls of one thread take effect in the order in which they were made.
 * After an entry's life it is not found any more; a life is measured as time passes, and setting a clock neither shortens
 * nor prolongs it. Thread-safe.
 */
public interface Journal extends AutoCloseable {

    /**
     * Makes changes, in their order: all of them or, when it fails, none.
     *
     * @param changes at most {@link Change#MAX_CHANGES}, with at most {@link Change#MAX_BYTES}; copied
     * @return completes when they are kept, so that neither the end of this process nor, where values are kept in a
     *     directory, that of the machine takes them away. A failure means that they are not kept: the caller must not act
     *     as if they were. Only a journal that is elsewhere may fail without knowing; its message says so
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
     * Returns entries, those that were first written last coming first.
     *
     * @param most how many, at least 1
     */
    CompletionStage<List<Entry>> read(Kind kind, int most);

    /** Returns how it is doing, for health, metrics and the log. */
    JournalStatus status();

    /** Keeps what is under way, as far as it can within ten seconds, and ends. Calls fail from now on. */
    @Override
    void close();
}

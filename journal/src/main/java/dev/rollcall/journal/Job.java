// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.core.journal.Kind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call that waits for the journal's thread. */
sealed interface Job {

    /** What the caller holds. */
    CompletableFuture<?> answer();

    /** About how much memory it takes while it waits. */
    default int bytes() {
        return 0;
    }

    /**
     * Changes to be made.
     *
     * @param changes the changes: all are made, or none
     * @param bytes how many bytes their values have
     * @param answer completes when they are on the disk
     */
    record Write(List<Change> changes, int bytes, CompletableFuture<@Nullable Void> answer) implements Job {}

    /**
     * A question.
     *
     * @param find finds the answer
     * @param answer completes with it
     */
    record Ask<T extends @Nullable Object>(Function<EntryLists, T> find, CompletableFuture<T> answer) implements Job {
        void run(EntryLists lists) {
            answer.complete(find.apply(lists));
        }
    }

    /**
     * An entry that is to be found and removed.
     *
     * @param kind its kind
     * @param key its key
     * @param answer completes with it, when its removal is on the disk
     */
    record Take(Kind kind, String key, CompletableFuture<@Nullable Entry> answer) implements Job {}

    /**
     * The last job.
     *
     * @param answer completes when all before it are done
     */
    record End(CompletableFuture<@Nullable Void> answer) implements Job {}
}

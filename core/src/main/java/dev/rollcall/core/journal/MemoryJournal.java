// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The default: keeps everything until this process ends, and answers at once. Thread-safe. */
public final class MemoryJournal implements Journal {

    private static final JournalStatus STATUS = new JournalStatus(false, "memory", 0, null);

    private final EntryLists lists;
    private boolean closed;

    /** Begins empty. */
    public MemoryJournal(Timer timer) {
        lists = new EntryLists(timer);
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        Change.check(changes);
        return answer(() -> {
            changes.forEach(this::make);
            return null;
        });
    }

    private void make(Change change) {
        if (!(change instanceof Change.Put put)) {
            lists.remove(change.kind(), change.key());
            return;
        }
        if (lists.isOver(put.kind(), put.key())) {
            lists.remove(put.kind(), put.key()); // an entry that is over does not give its place to the new one
        }
        lists.put(put, lists.ends(put));
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return answer(() -> {
            Entry found = lists.find(kind, key);
            lists.remove(kind, key);
            return found;
        });
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return answer(() -> lists.find(kind, key));
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return answer(() -> lists.newest(kind, most));
    }

    @Override
    public JournalStatus status() {
        return STATUS;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> work) {
        return closed
                ? CompletableFuture.failedStage(new JournalException(JournalException.STOPPING))
                : CompletableFuture.completedStage(work.get());
    }
}

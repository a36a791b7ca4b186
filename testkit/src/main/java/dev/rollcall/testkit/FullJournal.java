// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A journal in memory that has a full disk when the test says so. Thread-safe. */
public final class FullJournal implements Journal {

    private final MemoryJournal journal;
    private volatile boolean full;

    /** Makes a journal whose disk has room. */
    public FullJournal(Timer timer) {
        journal = new MemoryJournal(timer);
    }

    /** Sets whether the disk is full. */
    public void full(boolean isFull) {
        full = isFull;
    }

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedStage(new JournalException("not kept: the disk is full (expected: room)"));
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        return full ? refused() : journal.write(changes);
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return full ? refused() : journal.take(kind, key);
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return journal.get(kind, key);
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return journal.read(kind, most);
    }

    @Override
    public JournalStatus status() {
        return new JournalStatus(true, "a full disk", 0, full ? "not kept: the disk is full" : null);
    }

    /** Does nothing, so that the next server finds its contents. */
    @Override
    public void close() {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.time.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A journal whose writes wait until the test lets them through, or fail. Used by one thread. */
public final class HeldJournal implements Journal {

    private final MemoryJournal journal;
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private boolean full;

    /** Makes a journal that at first keeps everything at once. */
    public HeldJournal(Timer timer) {
        journal = new MemoryJournal(timer);
    }

    /** Makes writes wait from now on. */
    public void hold() {
        holding = true;
    }

    /** Lets waiting and later writes through. */
    public void letThrough() {
        holding = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** Sets whether the disk is full. */
    public void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        if (full) {
            return CompletableFuture.failedStage(new JournalException("not kept: no space (expected: some)"));
        }
        if (!holding) {
            return journal.write(changes);
        }
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        held.add(() -> journal.write(changes).thenAccept(answer::complete));
        return answer;
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return journal.take(kind, key);
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
        return new JournalStatus(true, "this test", held.size(), null);
    }

    @Override
    public void close() {
        journal.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalStatus;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A journal whose writes are counted. Thread-safe. */
final class WatchedJournal implements Journal {

    private final Journal journal;
    private final Telemetry telemetry;
    private final Timer timer;

    WatchedJournal(Journal journal, Telemetry telemetry, Timer timer) {
        this.journal = journal;
        this.telemetry = telemetry;
        this.timer = timer;
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        return counted(journal.write(changes));
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return counted(journal.take(kind, key));
    }

    private <T extends @Nullable Object> CompletionStage<T> counted(CompletionStage<T> stage) {
        long began = timer.ticks();
        return stage.whenComplete((kept, failure) ->
                telemetry.journaled(failure == null, TimeUnit.MILLISECONDS.toNanos(timer.ticks() - began)));
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
        return journal.status();
    }

    @Override
    public void close() {
        journal.close();
    }
}

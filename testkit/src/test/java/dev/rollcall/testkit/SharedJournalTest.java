// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.journal.SharedJournal;
import dev.rollcall.testkit.contract.JournalContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node's own journal in front of one that all nodes share. */
class SharedJournalTest extends JournalContract {

    private static final Duration A_WHILE = Duration.ofSeconds(12);

    private final ManualTimer timer = ManualTimer.still();
    private final FullJournal shared = new FullJournal(timer);

    @Override
    protected Journal open() {
        return new SharedJournal(new MemoryJournal(timer), shared, timer);
    }

    @Override
    protected void letPass(Duration time) {
        timer.advance(time);
    }

    @AfterEach
    void stop() {
        timer.close();
    }

    private static <T extends @Nullable Object> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Change put(Kind kind, String key) {
        return Change.put(kind, key, key.getBytes(UTF_8));
    }

    private static List<String> keys(Journal journal, Kind kind) {
        return now(journal.read(kind, kind.maxEntries())).stream()
                .map(Entry::key)
                .toList();
    }

    @Test
    @DisplayName("a new node begins with what others have written, in order")
    void newNode() {
        Journal first = open();
        now(first.write(List.of(put(Kind.AUDIT, "a"), put(Kind.AUDIT, "b"), put(Kind.SESSIONS, "s"))));
        Journal second = open();
        assertThat(keys(second, Kind.AUDIT)).containsExactly("b", "a");
        assertThat(now(second.get(Kind.SESSIONS, "s"))).isNotNull();
        first.close();
        second.close();
    }

    @Test
    @DisplayName("a link is used up for all nodes, including the one that made it")
    void links() {
        Journal first = open();
        Journal second = open();
        now(first.write(put(Kind.LINKS, "l")));
        assertThat(now(second.take(Kind.LINKS, "l"))).isNotNull();
        assertThat(now(first.take(Kind.LINKS, "l"))).isNull();
        assertThat(now(second.take(Kind.LINKS, "l"))).isNull();
        first.close();
        second.close();
    }

    @Test
    @DisplayName(
            "while the shared journal is away a node keeps in its own, and the shared one is filled when it is back")
    void away() {
        Journal journal = open();
        shared.full(true);
        now(journal.write(List.of(put(Kind.AUDIT, "a"), put(Kind.SESSIONS, "s"))));
        now(journal.write(put(Kind.AUDIT, "b")));
        now(journal.write(put(Kind.LINKS, "l")));
        assertThat(now(journal.take(Kind.LINKS, "l"))).isNotNull();
        assertThat(journal.status().trouble()).isNull();
        assertThat(keys(shared, Kind.AUDIT)).isEmpty();
        timer.advance(A_WHILE);
        assertThat(keys(shared, Kind.AUDIT)).isEmpty();
        shared.full(false);
        timer.advance(A_WHILE);
        assertThat(keys(shared, Kind.AUDIT)).containsExactly("b", "a");
        assertThat(keys(shared, Kind.SESSIONS)).containsExactly("s");
        journal.close();
    }

    @Test
    @DisplayName("a shared journal that comes back empty is filled again")
    void emptied() {
        Journal journal = open();
        now(journal.write(put(Kind.SESSIONS, "s")));
        for (String key : List.of("a", "b", "c")) {
            now(journal.write(put(Kind.AUDIT, key)));
        }
        for (String key : List.of("a", "b", "c")) {
            now(shared.take(Kind.AUDIT, key));
        }
        now(shared.take(Kind.SESSIONS, "s"));
        timer.advance(A_WHILE);
        assertThat(keys(shared, Kind.AUDIT)).containsExactly("c", "b", "a");
        assertThat(keys(shared, Kind.SESSIONS)).containsExactly("s");
        journal.close();
    }

    @Test
    @DisplayName("what the node's own journal cannot keep is not kept, and not shared")
    void refused() {
        FullJournal own = new FullJournal(timer);
        Journal journal = new SharedJournal(own, shared, timer);
        own.full(true);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> now(journal.write(put(Kind.AUDIT, "a"))))
                .withCauseInstanceOf(JournalException.class);
        assertThat(keys(shared, Kind.AUDIT)).isEmpty();
        assertThat(journal.status().trouble()).contains("full");
        journal.close();
    }
}

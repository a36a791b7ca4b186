// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a {@link Journal} that outlives its process must do besides {@link JournalContract}. */
public abstract class LastingJournalContract extends JournalContract {

    /** For journals. */
    protected LastingJournalContract() {}

    @Test
    @DisplayName("it says that it lasts, and where it keeps things")
    void says() throws Exception {
        Journal journal = journal();
        assertThat(journal.status().lasting()).isTrue();
        assertThat(journal.status().place()).isNotBlank();
    }

    @Test
    @DisplayName("reopened, it has what was kept, in the same order, and continues with it")
    void reopens() throws Exception {
        try (Journal journal = open()) {
            done(journal.write(List.of(put("z", "1"), put("a", "2"), put("m", "3"), put("gone", "4"))));
            done(journal.write(Change.remove(Kind.AUDIT, "gone")));
            done(journal.write(put("z", "5")));
        }
        try (Journal journal = open()) {
            assertThat(keys(journal, 10)).containsExactly("m", "a", "z");
            assertThat(text(done(journal.get(Kind.AUDIT, "z")))).isEqualTo("5");
            done(journal.write(put("b", "6")));
        }
        assertThat(keys(journal(), 10)).containsExactly("b", "m", "a", "z");
    }

    @Test
    @DisplayName("writes under way when it was closed are there")
    void closesInOrder() throws Exception {
        try (Journal journal = open()) {
            IntStream.range(0, 100).forEach(i -> journal.write(put("k" + i, "v")));
        }
        assertThat(keys(journal(), 200)).hasSize(100);
    }

    @Test
    @DisplayName("what was taken stays taken")
    void taken() throws Exception {
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.LINKS, "link", "grant".getBytes(UTF_8))));
            assertThat(done(journal.take(Kind.LINKS, "link"))).isNotNull();
        }
        assertThat(done(journal().take(Kind.LINKS, "link"))).isNull();
    }

    @Test
    @DisplayName("time counts while nobody has it open")
    void lifeGoesOn() throws Exception {
        Duration second = Duration.ofSeconds(1);
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.SESSIONS, "short", new byte[0], second)));
            done(journal.write(Change.put(Kind.SESSIONS, "long", new byte[0], second.multipliedBy(60))));
        }
        letPass(second);
        Journal journal = journal();
        List<Entry> left = done(journal.read(Kind.SESSIONS, 10));
        assertThat(left).extracting(Entry::key).containsExactly("long");
        assertThat(left.get(0).left()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(59));
    }

    @Test
    @DisplayName("limits hold across restarts")
    void limitsHold() throws Exception {
        int most = Kind.RELEASES.maxEntries();
        for (int round = 0; round < 3; round++) {
            try (Journal journal = open()) {
                for (int i = 0; i < most / 2; i++) {
                    journal.write(Change.put(Kind.RELEASES, round + "-" + i, new byte[0]));
                }
            }
        }
        List<Entry> kept = done(journal().read(Kind.RELEASES, 2 * most));
        assertThat(kept).hasSize(most);
        assertThat(kept.get(0).key()).isEqualTo("2-" + (most / 2 - 1));
        assertThat(kept.get(most - 1).key()).isEqualTo("1-0");
    }
}

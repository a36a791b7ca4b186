// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal does when the wall clock is set. */
class JournalClockTest extends JournalDirectory {

    @ParameterizedTest(name = "{0} hours")
    @ValueSource(longs = {-100_000, -5, 5, 100_000})
    @DisplayName("a wall clock that is set neither ends nor prolongs a life, here or after a restart")
    void clockSet(long hours) throws Exception {
        Duration hour = Duration.ofHours(1);
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.SESSIONS, "s", new byte[0], hour.multipliedBy(3))));
            timer.setWallClock(Duration.ofHours(hours));
            timer.advance(hour);
            put(journal, "later");
        }
        timer.advance(hour);
        for (int restart = 0; restart < 2; restart++) {
            try (Journal journal = open()) {
                Entry entry = Objects.requireNonNull(done(journal.get(Kind.SESSIONS, "s")), "s");
                assertThat(entry.left()).isEqualTo(hour);
            }
        }
        timer.advance(hour);
        try (Journal journal = open()) {
            assertThat(done(journal.get(Kind.SESSIONS, "s"))).isNull();
        }
    }

    @Test
    @DisplayName("a clock that is set is noticed within a minute, even if nothing is written and the process is killed")
    void clockSetUnnoticed() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.SESSIONS, "s", new byte[0], Duration.ofHours(3))));
            timer.setWallClock(Duration.ofHours(5));
            timer.advance(Duration.ofMinutes(1));
            done(journal.get(Kind.SESSIONS, "s")); // earlier requests are done by now
            Files.copy(file(), copy.resolve("journal")); // as a kill would leave it
        }
        try (Journal journal = FileJournal.open(copy, timer)) {
            assertThat(done(journal.get(Kind.SESSIONS, "s"))).isNotNull();
        }
    }

    @Test
    @DisplayName("a clock that was set back while the journal was closed lets no entry live longer than it should")
    void clockSetBackMeanwhile() throws Exception {
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.SESSIONS, "s", new byte[0], Duration.ofHours(3))));
        }
        timer.setWallClock(Duration.ofDays(-1000));
        try (Journal journal = open()) {
            Entry entry = Objects.requireNonNull(done(journal.get(Kind.SESSIONS, "s")), "s");
            assertThat(entry.left()).isEqualTo(Duration.ofHours(3));
        }
    }
}

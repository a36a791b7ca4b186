// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a journal does when something is wrong with its directory or its disk. */
class FileJournalTest extends JournalDirectory {

    @Test
    @DisplayName(
            "a directory that is in use is refused, with the process that uses it; when that was killed it is free")
    void inUse() throws Exception {
        Process other = Children.start(Writing.class, directory.toString(), "asked");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(other.getInputStream(), US_ASCII))) {
            assertThat(out.readLine()).isEqualTo("ready");
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(this::open)
                    .withMessageStartingWith("data-dir: ")
                    .withMessageContaining("is in use by process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (Journal journal = open()) {
            put(journal, "a");
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("is in use by this process");
            put(journal, "b");
        }
        assertThat(keysAfterRestart()).containsExactly("b", "a");
    }

    @Test
    @DisplayName("while the disk is full, writes are refused and say so; when there is room again, they are kept")
    void fullDisk() throws Exception {
        Process process = Children.startWithLimit(64, Writing.class, directory.toString(), "asked");
        long kept = -1;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
                Writer in = process.outputWriter(US_ASCII)) {
            assertThat(out.readLine()).isEqualTo("ready");
            String answer = ask(in, out, 0);
            for (long next = 1; answer.startsWith("kept"); next++) {
                kept++;
                answer = ask(in, out, next);
            }
            assertThat(answer).startsWith("not kept: ").contains("space on the disk");
            assertThat(ask(in, out, 99)).isEqualTo(answer);
            Children.liftLimit(process);
            assertThat(ask(in, out, kept + 1)).isEqualTo("kept " + (kept + 1));
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        try (Journal journal = open()) {
            List<Long> numbers = done(journal.read(Kind.AUDIT, 1_000)).stream()
                    .map(Writing::number)
                    .toList();
            assertThat(kept).isPositive();
            assertThat(numbers)
                    .hasSize(2 * (int) (kept + 2))
                    .startsWith(kept + 1)
                    .doesNotContain(99L);
        }
        assertThat(directory.resolve("journal.damaged")).doesNotExist();
    }

    private static String ask(Writer in, BufferedReader out, long number) throws IOException {
        in.write(number + "\n");
        in.flush();
        return out.readLine();
    }

    @Test
    @DisplayName("a file that somebody removed is made again, with all its contents")
    void removed() throws Exception {
        try (Journal journal = open()) {
            put(journal, "a");
            Files.delete(file());
            put(journal, "b");
        }
        assertThat(keysAfterRestart()).containsExactly("b", "a");
    }

    @Test
    @DisplayName("while the directory is gone, writes are refused and one line says so; when it is back, all is kept")
    void directoryGone() throws Exception {
        Path elsewhere = directory.resolveSibling(directory.getFileName() + "-away");
        try (Journal journal = open()) {
            put(journal, "a");
            Files.move(directory, elsewhere);
            for (int i = 0; i < 2; i++) {
                assertThat(journal.write(Change.remove(Kind.AUDIT, "a")))
                        .failsWithin(Duration.ofMinutes(1))
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOf(JournalException.class)
                        .withMessageContaining("cannot be written");
            }
            assertThat(journal.status().trouble()).contains("cannot be written");
            Files.move(elsewhere, directory);
            put(journal, "b");
            assertThat(journal.status().trouble()).isNull();
        }
        assertThat(logged("WARN")).hasSize(1);
        assertThat(logged("INFO")).singleElement().asString().contains("can be written again");
        assertThat(keysAfterRestart()).containsExactly("b", "a");
    }

    @Test
    @DisplayName("the file stays short however often the same is written")
    void staysShort() throws Exception {
        try (Journal journal = open()) {
            byte[] value = new byte[Kind.AUDIT.maxBytes()];
            for (int i = 0; i < 5_000; i++) {
                journal.write(Change.put(Kind.AUDIT, "k" + i % 10, value));
                if (i % 100 == 0) {
                    done(journal.get(Kind.AUDIT, "k0"));
                }
            }
            put(journal, "last");
            assertThat(Files.size(file())).isLessThan(3 << 20);
        }
        assertThat(keysAfterRestart()).hasSize(11).startsWith("last").endsWith("k0");
    }

    @Test
    @DisplayName("a directory that the journal makes is accessible only to its owner, and holds two files")
    void ownersAlone() throws Exception {
        Path made = directory.resolve("a/b");
        try (Journal journal = FileJournal.open(made, timer)) {
            put(journal, "a");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(made)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("journal", "journal.lock");
        }
    }

    @Test
    @DisplayName("a path that is not a directory, or cannot be written, is refused with what was expected")
    void unusable() throws Exception {
        Path taken = Files.writeString(directory.resolve("taken"), "a file");
        for (Path path : List.of(taken, taken.resolve("below"), Path.of("/proc/rollcall"))) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> FileJournal.open(path, timer))
                    .withMessageStartingWith("data-dir: " + path)
                    .withMessageContaining("expected: a directory");
        }
    }
}

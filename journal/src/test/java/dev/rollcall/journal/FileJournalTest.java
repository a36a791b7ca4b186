// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.testkit.ManualTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a journal in a directory does when something is wrong with the directory, the file or the clock. */
class FileJournalTest {

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final ManualTimer timer = ManualTimer.still();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.rollcall.journal");

    @BeforeEach
    void listenToTheLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        timer.close();
    }

    private Journal open() {
        return FileJournal.open(directory, timer);
    }

    private Path file() {
        return directory.resolve("journal");
    }

    private static void put(Journal journal, String key) throws Exception {
        done(journal.write(Change.put(Kind.AUDIT, key, key.getBytes(US_ASCII))));
    }

    private static List<String> keys(Journal journal) throws Exception {
        return done(journal.read(Kind.AUDIT, 1_000)).stream().map(Entry::key).toList();
    }

    private List<String> keysAfterRestart() throws Exception {
        try (Journal journal = open()) {
            return keys(journal);
        }
    }

    private List<String> logged(String level) {
        return log.list.stream()
                .filter(event -> event.getLevel().levelStr.equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static <T extends @Nullable Object> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    /** The length of the file after each of three writes, beginning with none. */
    private long[] threeWrites() throws Exception {
        long[] lengths = new long[4];
        try (Journal journal = open()) {
            lengths[0] = Files.size(file());
            for (int i = 1; i <= 3; i++) {
                put(journal, "k" + i);
                lengths[i] = Files.size(file());
            }
        }
        return lengths;
    }

    @Test
    @DisplayName("a file that ends anywhere holds every write that was whole by then, and goes on")
    void endsAnywhere() throws Exception {
        long[] lengths = threeWrites();
        byte[] whole = Files.readAllBytes(file());
        for (int end = 0; end < whole.length; end++) {
            Files.write(file(), Arrays.copyOf(whole, end));
            int cut = end;
            List<String> expected = Stream.of("k3", "k2", "k1")
                    .filter(key -> cut >= lengths[key.charAt(1) - '0'])
                    .toList();
            try (Journal journal = open()) {
                assertThat(keys(journal))
                        .as("cut at %s of %s", end, whole.length)
                        .isEqualTo(expected);
                put(journal, "more");
            }
            assertThat(keysAfterRestart())
                    .as("cut at %s", end)
                    .startsWith("more")
                    .hasSize(expected.size() + 1);
        }
    }

    @Test
    @DisplayName("where anything before the last write is damaged, the file is kept aside, and what is whole goes on")
    void damagedInside() throws Exception {
        long[] lengths = threeWrites();
        byte[] whole = Files.readAllBytes(file());
        for (int at = (int) lengths[1]; at < lengths[2]; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file(), damaged);
            log.list.clear();
            try (Journal journal = open()) {
                assertThat(keys(journal)).as("damaged at %s", at).containsExactly("k3", "k1");
                put(journal, "more");
            }
            assertThat(directory.resolve("journal.damaged")).hasBinaryContent(damaged);
            assertThat(logged("WARN")).singleElement().asString().contains("is damaged at byte", "journal.damaged");
            log.list.clear();
            assertThat(keysAfterRestart()).containsExactly("more", "k3", "k1");
            assertThat(logged("WARN")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"format\":1}", "x", "rollcall-journal one\n", "rollcall-journal 99999999999\n", "\n\n\n"})
    @DisplayName("a file that is none of ours is set aside with a warning")
    void notOurs(String content) throws Exception {
        Files.writeString(file(), content);
        try (Journal journal = open()) {
            assertThat(keys(journal)).isEmpty();
            put(journal, "a");
        }
        assertThat(directory.resolve("journal.damaged")).hasContent(content);
        assertThat(logged("WARN")).singleElement().asString().contains("is damaged");
        assertThat(keysAfterRestart()).containsExactly("a");
    }

    @Test
    @DisplayName("a newer format is refused with what to do, and left as it is")
    void newerFormat() throws Exception {
        threeWrites();
        String newer = "rollcall-journal 2\nwhatever that holds";
        Files.writeString(file(), newer);
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(this::open)
                .withMessageStartingWith("data-dir: ")
                .withMessageContainingAll("has format 2", "newer version", "start that version again");
        assertThat(file()).hasContent(newer);
    }

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
            assertThat(answer).startsWith("not kept: ").contains("room on the disk");
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
    @DisplayName("a file that somebody removed is made again, with all that was in it")
    void removed() throws Exception {
        try (Journal journal = open()) {
            put(journal, "a");
            Files.delete(file());
            put(journal, "b");
        }
        assertThat(keysAfterRestart()).containsExactly("b", "a");
    }

    @Test
    @DisplayName("while the directory is gone, writes are refused and it is said once; when it is back, all is kept")
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
        assertThat(logged("INFO")).singleElement().asString().contains("is written again");
        assertThat(keysAfterRestart()).containsExactly("b", "a");
    }

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
    @DisplayName(
            "a clock that is set is noticed within a minute, also when nothing is written and the process is killed")
    void clockSetUnnoticed() throws Exception {
        Path copy = Files.createDirectory(directory.resolve("copy"));
        try (Journal journal = open()) {
            done(journal.write(Change.put(Kind.SESSIONS, "s", new byte[0], Duration.ofHours(3))));
            timer.setWallClock(Duration.ofHours(5));
            timer.advance(Duration.ofMinutes(1));
            done(journal.get(Kind.SESSIONS, "s")); // what was asked for before is done by now
            Files.copy(file(), copy.resolve("journal")); // as a kill would leave it
        }
        try (Journal journal = FileJournal.open(copy, timer)) {
            assertThat(done(journal.get(Kind.SESSIONS, "s"))).isNotNull();
        }
    }

    @Test
    @DisplayName("a clock that was set back while nobody had it open lets no life last longer than it was given")
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
    @DisplayName("a directory that it makes is its owner's alone, and holds two files")
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
    @DisplayName("a path that is no directory, or cannot be written, is refused with what was expected")
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.testkit.ManualTimer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A directory for a journal, a clock, and what was logged. */
abstract class JournalDirectory {

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    final ManualTimer timer = ManualTimer.still();
    final ListAppender<ILoggingEvent> log = new ListAppender<>();
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

    final Journal open() {
        return FileJournal.open(directory, timer);
    }

    final Path file() {
        return directory.resolve("journal");
    }

    static void put(Journal journal, String key) throws Exception {
        done(journal.write(Change.put(Kind.AUDIT, key, key.getBytes(US_ASCII))));
    }

    static List<String> keys(Journal journal) throws Exception {
        return done(journal.read(Kind.AUDIT, 1_000)).stream().map(Entry::key).toList();
    }

    final List<String> keysAfterRestart() throws Exception {
        try (Journal journal = open()) {
            return keys(journal);
        }
    }

    final List<String> logged(String level) {
        return log.list.stream()
                .filter(event -> event.getLevel().levelStr.equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    static <T extends @Nullable Object> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.rollout.ReleaseMemory;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.testkit.ManualTimer;
import dev.rollcall.testkit.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ReleaseFileTest {

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final ManualTimer timer = ManualTimer.eager();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ReleaseFile.class);

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

    /** One run of a server: what happens in it, and what is current at its end. */
    private String run(@Nullable String configured, Happening happening) {
        try (ReleaseFile store = ReleaseFile.in(directory, timer)) {
            var builder = Rollcall.builder().timer(timer).releaseStore(store);
            if (configured != null) {
                builder.currentVersion(configured);
            }
            try (Rollcall rollcall = builder.build()) {
                happening.in(rollcall, rollcall.internals().releases());
                return rollcall.currentVersion();
            }
        }
    }

    private interface Happening {
        void in(Rollcall rollcall, Releases releases);
    }

    private String run(@Nullable String configured) {
        return run(configured, (rollcall, releases) -> {});
    }

    private Path file() {
        return directory.resolve("releases.json");
    }

    @Test
    void aRestartDoesNotMakeTheOldVersionNews() {
        run("v2", (rollcall, releases) -> rollcall.announce("v3"));
        run("v2", (rollcall, releases) -> {
            assertThat(rollcall.currentVersion()).isEqualTo("v3");
            assertThat(rollcall.isOutdated("v3")).isFalse();
            assertThat(rollcall.isOutdated("v2")).isTrue();
            assertThat(releases.list()).hasSize(2);
            releases.seen("v4", false);
        });
        run(null, (rollcall, releases) -> {
            assertThat(rollcall.currentVersion()).isEqualTo("v3");
            assertThat(rollcall.isOutdated("v4"))
                    .as("ahead before the restart, and after it")
                    .isFalse();
            assertThat(rollcall.announce("v2").rollback()).isTrue();
        });
        assertThat(run("v3")).isEqualTo("v2");
        assertThat(run(
                        "v5",
                        (rollcall, releases) ->
                                assertThat(rollcall.isOutdated("v2")).isTrue()))
                .isEqualTo("v5");
    }

    @Test
    void leavesOneWholeFileAndNothingElse() throws IOException {
        run("v2", (rollcall, releases) -> rollcall.announce("v3"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
        assertThat(Files.readString(file()))
                .startsWith("{\"format\":1,\"releases\":[{")
                .endsWith("]}");
    }

    @Test
    void aNewNameIsWrittenLaterAndOnceForMany() {
        AtomicInteger asked = new AtomicInteger();
        try (ReleaseFile store = ReleaseFile.in(directory, timer)) {
            for (int i = 0; i < 100; i++) {
                store.changed(
                        () -> {
                            asked.incrementAndGet();
                            return ReleaseMemory.NOTHING;
                        },
                        false);
            }
            assertThat(file()).doesNotExist();
            timer.advance(ReleaseFile.LATER);
            TestServer.eventually(() -> assertThat(file()).exists());
        }
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"format\":2,\"releases\":[],\"names\":[]}",
                "{\"format\":1,\"releases\":[],\"names\":[{\"version\":\"v1\",\"released\":true}]}",
                "{\"format\":1,\"releases\":[{\"version\":\"v1\"}],\"names\":[{\"version\":\"v1\",\"released\":true}]}",
                "{\"format\":1,\"releases\":[1],\"names\":[]}"
            })
    void aDamagedFileIsSetAsideWithAWarning(String content) throws IOException {
        Files.writeString(file(), content);
        assertThat(run("v2")).isEqualTo("v2");
        assertThat(directory.resolve("releases.json.damaged")).hasContent(content);
        assertThat(log.list).extracting(event -> event.getLevel().levelStr).containsExactly("WARN");
        assertThat(log.list.get(0).getFormattedMessage()).contains("is damaged", "releases.json.damaged");
        assertThat(run(null)).isEqualTo("v2");
    }

    @Test
    void aFileThatIsFarTooLongIsNotRead() throws IOException {
        Files.write(file(), " ".repeat(5 << 20).getBytes(UTF_8));
        assertThat(run("v2")).isEqualTo("v2");
        assertThat(log.list.get(0).getFormattedMessage()).contains("longer than");
    }

    @Test
    void whatCannotBeWrittenIsSaidOnceAndTriedAgain() throws IOException {
        try (ReleaseFile store = ReleaseFile.in(directory, timer)) {
            Path obstacle = Files.createDirectories(file().resolve("in the way"));
            store.changed(() -> ReleaseMemory.NOTHING, true);
            store.changed(() -> ReleaseMemory.NOTHING, true);
            TestServer.eventually(() -> assertThat(timer.pending()).isPositive());
            Files.delete(obstacle);
            Files.delete(file());
            timer.advance(ReleaseFile.LATER);
        }
        assertThat(file()).isRegularFile();
        assertThat(log.list).extracting(event -> event.getLevel().levelStr).containsExactly("WARN", "INFO");
    }

    @Test
    void aDirectoryThatCannotBeUsedStopsTheStart() throws IOException {
        Path taken = Files.writeString(directory.resolve("taken"), "a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReleaseFile.in(taken, timer))
                .withMessageStartingWith("data-dir: ");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.journal.FileJournal;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.testkit.ManualTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a server does with the file of an earlier version. */
class FormerReleasesTest {

    /**
     * The file as the version before the journal wrote it: build-1 and build-0 were seen before build-3, build-4 after
     * it.
     */
    private static final String FORMER = """
            {"format":1,"releases":[
             {"id":"m4x1-1z","version":"build-3","force":false,"rollback":false,"at":1732000000000,"by":"ci","via":"secret",\
            "told":12},
             {"id":"start","version":"build-2","force":false,"rollback":false,"at":1731000000000,"by":"application",\
            "via":"application","told":0}],
             "names":[{"version":"build-1","released":false},{"version":"build-2","released":true},
             {"version":"build-0","released":false},{"version":"build-3","released":true},
             {"version":"build-4","released":false}]}""";

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final ManualTimer timer = ManualTimer.still();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FormerReleases.class);

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

    private String run(@Nullable String configured, Consumer<Rollcall> happening) {
        try (Journal journal = FileJournal.open(directory, timer)) {
            FormerReleases.takeOver(directory, journal, timer);
            var builder = Rollcall.builder().timer(timer).journal(journal, JournalJson.INSTANCE);
            if (configured != null) {
                builder.currentVersion(configured);
            }
            try (Rollcall rollcall = builder.build()) {
                happening.accept(rollcall);
                return rollcall.currentVersion();
            }
        }
    }

    private Path file() {
        return directory.resolve("releases.json");
    }

    @Test
    void whatItKnewIsKnownAndTheFileIsOutOfTheWay() throws IOException {
        Files.writeString(file(), FORMER);
        for (int restart = 0; restart < 2; restart++) {
            run("build-2", rollcall -> {
                assertThat(rollcall.currentVersion()).isEqualTo("build-3");
                assertThat(rollcall.internals().releases().list())
                        .extracting(Release::version, Release::told)
                        .containsExactly(tuple("build-3", 12), tuple("build-2", 0));
                assertThat(rollcall.isOutdated("build-4")).as("it came after").isFalse();
                assertThat(rollcall.isOutdated("build-0")).isTrue();
                assertThat(rollcall.isOutdated("build-1")).isTrue();
            });
        }
        assertThat(file()).doesNotExist();
        assertThat(directory.resolve("releases.json.taken-over")).hasContent(FORMER);
        run(
                null,
                rollcall -> assertThat(rollcall.announce("build-2").rollback()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"format\":2,\"releases\":[],\"names\":[]}"})
    void aDamagedOneIsSetAsideWithAWarning(String content) throws IOException {
        Files.writeString(file(), content);
        assertThat(run("build-2", rollcall -> {})).isEqualTo("build-2");
        assertThat(directory.resolve("releases.json.damaged")).hasContent(content);
        assertThat(log.list)
                .singleElement()
                .extracting(Object::toString)
                .asString()
                .contains("WARN", "is damaged");
    }

    @Test
    void oneThatComesBackDoesNotReplaceWhatIsNewer() throws IOException {
        run("build-9", rollcall -> {});
        Files.writeString(file(), FORMER);
        assertThat(run(null, rollcall -> {})).isEqualTo("build-9");
        assertThat(directory.resolve("releases.json.old")).exists();
        assertThat(file()).doesNotExist();
    }
}

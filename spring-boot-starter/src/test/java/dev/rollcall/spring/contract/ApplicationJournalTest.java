// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.time.SystemTimer;
import dev.rollcall.spring.RollcallStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** Where an application keeps data that must outlive it. */
class ApplicationJournalTest {

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RollcallAutoConfiguration.class))
            .withPropertyValues("rollcall.current-version=v1");

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private static boolean lasts(Rollcall rollcall) {
        return rollcall.internals().journal().status().lasting();
    }

    @Test
    void aDirectoryThatIsSetOutlivesTheApplication() {
        WebApplicationContextRunner kept = web.withPropertyValues("rollcall.data-dir=" + directory.resolve("data"));
        kept.run(context -> {
            Rollcall rollcall = context.getBean(Rollcall.class);
            assertThat(lasts(rollcall)).isTrue();
            rollcall.announce("v2");
        });
        kept.run(context ->
                assertThat(context.getBean(Rollcall.class).currentVersion()).isEqualTo("v2"));
    }

    @Test
    void noneIsMemory() {
        web.withPropertyValues("rollcall.data-dir=none")
                .run(context ->
                        assertThat(lasts(context.getBean(Rollcall.class))).isFalse());
    }

    @Test
    void aJournalOfTheApplicationsOwnCountsForMore() {
        try (SystemTimer timer = new SystemTimer()) {
            MemoryJournal own = new MemoryJournal(timer);
            web.withPropertyValues("rollcall.data-dir=" + directory.resolve("unused"))
                    .withBean(Journal.class, () -> own)
                    .run(context ->
                            assertThat(lasts(context.getBean(Rollcall.class))).isFalse());
            assertThat(directory.resolve("unused")).doesNotExist();
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedStopsTheStart() throws IOException {
        Path taken = Files.writeString(directory.resolve("taken"), "a file");
        web.withPropertyValues("rollcall.data-dir=" + taken)
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("rollcall.data-dir: " + taken));
    }

    @Test
    void aDirectoryWithoutTheModuleStopsTheStartAndNamesIt() {
        WebApplicationContextRunner without = web.withClassLoader(new FilteredClassLoader("dev.rollcall.journal"));
        without.withPropertyValues("rollcall.data-dir=" + directory)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(RollcallStartException.class)
                        .hasMessageContaining("rollcall-journal is not on the class path"));
        without.run(
                context -> assertThat(lasts(context.getBean(Rollcall.class))).isFalse());
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.testkit.ManualTimer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A default must not prevent the start, and a directory that somebody has set must not silently stay unused. */
class ConfiguredJournalTest {

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final ManualTimer timer = ManualTimer.still();

    @AfterEach
    void close() {
        timer.close();
    }

    private boolean lasts(SettingValues settings) {
        try (Journal journal = ConfiguredJournal.open(settings, timer)) {
            return journal.status().lasting();
        }
    }

    private static SettingValues set(String directory) {
        return SettingValues.none().with(CoreSettings.DATA_DIR, directory);
    }

    private static SettingValues byDefault(String directory) {
        return SettingValues.none().withDefault(CoreSettings.DATA_DIR, directory);
    }

    @Test
    void aDirectoryIsUsedWhetherItIsSetOrTheDefault() {
        assertThat(lasts(set(directory.resolve("a").toString()))).isTrue();
        assertThat(lasts(byDefault(directory.resolve("b").toString()))).isTrue();
        assertThat(directory.resolve("a/journal")).exists();
        assertThat(directory.resolve("b/journal")).exists();
    }

    @Test
    void noneIsMemory() {
        assertThat(lasts(set(CoreSettings.NO_DIRECTORY))).isFalse();
        assertThat(Path.of(CoreSettings.NO_DIRECTORY)).doesNotExist();
    }

    @Test
    void oneThatCannotBeUsedStopsTheStartOnlyWhenItIsSet() throws IOException {
        String taken = Files.writeString(directory.resolve("taken"), "a file").toString();
        assertThat(lasts(byDefault(taken))).isFalse();
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> lasts(set(taken)))
                .withMessageStartingWith("data-dir: " + taken);
        try (Journal other = FileJournal.open(directory.resolve("used"), timer)) {
            assertThat(other.status().lasting()).isTrue();
            assertThat(lasts(byDefault(directory.resolve("used").toString()))).isFalse();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.CoreSettings;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.core.setting.SettingValues;
import dev.rollcall.core.time.Timer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal that the settings ask for. */
public final class ConfiguredJournal {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredJournal.class);

    private ConfiguredJournal() {}

    /**
     * Opens the journal. A default must not prevent the start: when {@code data-dir} is not set and the default
     * directory cannot be used, the log says so once, and everything is kept in memory.
     *
     * @throws JournalException when the directory that is set cannot be used; the message names the setting and says what to do
     */
    public static Journal open(SettingValues settings, Timer timer) {
        String directory = settings.value(CoreSettings.DATA_DIR);
        if (directory.equals(CoreSettings.NO_DIRECTORY)) {
            return new MemoryJournal(timer);
        }
        try {
            return FileJournal.open(path(directory), timer);
        } catch (JournalException e) {
            if (settings.isSet(CoreSettings.DATA_DIR)) {
                throw e;
            }
            LOG.warn(
                    "{}. Everything is kept in memory, so a restart forgets releases, commands, history and who is signed in. Set"
                            + " data-dir to a directory that can be written, or to none if that is what you want",
                    e.getMessage());
            return new MemoryJournal(timer);
        }
    }

    private static Path path(String directory) {
        try {
            return Path.of(directory).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new JournalException("data-dir: " + e.getMessage() + " (expected: the path of a directory)", e);
        }
    }
}

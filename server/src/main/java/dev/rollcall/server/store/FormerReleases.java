// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.store;

import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.rollout.ReleaseMemory;
import dev.rollcall.core.rollout.RolloutJournal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.command.JournalJson;
import dev.rollcall.protocol.command.ReleaseMemoryJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over {@code releases.json}, in which earlier versions kept releases and the order of versions. */
public final class FormerReleases {

    private static final Logger LOG = LoggerFactory.getLogger(FormerReleases.class);
    private static final String NAME = "releases.json";

    /**
     * Twice what it may hold: two times 1,000 names and 100 releases, each with 128 characters of six bytes in JSON.
     */
    private static final int MAX_BYTES = 4 << 20;

    private FormerReleases() {}

    /**
     * Moves the contents of the file to the journal, once: the file is renamed to {@code releases.json.taken-over}.
     * Does nothing if there is no such file. A damaged one is set aside with a warning.
     *
     * @throws JournalException when the file cannot be read or taken over; the message names the setting
     */
    public static void takeOver(Path directory, Journal journal, Timer timer) {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return;
        }
        try {
            takeOver(file, RolloutJournal.of(journal, JournalJson.INSTANCE, timer));
        } catch (IOException e) {
            throw new JournalException("data-dir: " + file + " cannot be read or moved: " + e, e);
        }
    }

    private static void takeOver(Path file, RolloutJournal journal) throws IOException {
        if (!journal.isEmpty()) {
            LOG.warn(
                    "{} is older than the journal beside it, so it is ignored and moved to {}",
                    file,
                    move(file, ".old"));
            return;
        }
        ReleaseMemory memory;
        try {
            memory = read(file);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{} is damaged ({}): moved to {}. Former releases are unknown, so the server begins with current-version",
                    file,
                    e.getMessage(),
                    move(file, ".damaged"));
            return;
        }
        Journals.await(journal.adopt(memory));
        LOG.info("{} was taken over into the journal, and is now {}", file, move(file, ".taken-over"));
    }

    private static ReleaseMemory read(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        }
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("longer than " + MAX_BYTES + " bytes");
        }
        return ReleaseMemoryJson.read(content);
    }

    private static Path move(Path file, String suffix) throws IOException {
        return Files.move(file, file.resolveSibling(file.getFileName() + suffix), StandardCopyOption.REPLACE_EXISTING);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.Journal;
import dev.rollcall.testkit.ManualTimer;
import dev.rollcall.testkit.contract.LastingJournalContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest extends LastingJournalContract {

    @TempDir
    Path directory = Path.of("replaced by JUnit");

    private final ManualTimer timer = ManualTimer.still();

    @Override
    protected Journal open() {
        return FileJournal.open(directory, timer);
    }

    @Override
    protected void letPass(Duration time) {
        timer.advance(time);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.MemoryJournal;
import dev.rollcall.testkit.contract.JournalContract;
import java.time.Duration;

class MemoryJournalTest extends JournalContract {

    private final ManualTimer timer = ManualTimer.still();

    @Override
    protected Journal open() {
        return new MemoryJournal(timer);
    }

    @Override
    protected void letPass(Duration time) {
        timer.advance(time);
    }
}

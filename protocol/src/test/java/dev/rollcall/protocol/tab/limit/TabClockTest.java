// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TabClockTest {

    private final ManualClock timer = new ManualClock(5_000);
    private final TabClock clock = new TabClock(timer);

    private void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            timer.pass(Duration.ofSeconds(1));
            clock.awake();
        }
    }

    @Test
    void withoutSleepItIsTheTimer() {
        long start = clock.awake();
        pass(3_600);
        assertThat(clock.awake() - start).isEqualTo(3_600_000);
        assertThat(clock.lateness()).isZero();
    }

    @Test
    void sleepDoesNotCount() {
        long start = clock.awake();
        pass(10);
        timer.sleep(Duration.ofMinutes(5));
        assertThat(clock.awake() - start).isEqualTo(10_000);
        pass(7);
        assertThat(clock.awake() - start).isEqualTo(17_000);
    }

    @Test
    void theWallClockDoesNotMatter() {
        long start = clock.awake();
        timer.setWallClock(Duration.ofHours(5));
        assertThat(clock.awake()).isEqualTo(start);
        assertThat(clock.lateness()).isZero();
    }

    @Test
    void forTenSecondsAfterASleepWhatIsReadMayBeLate() {
        timer.sleep(Duration.ofMinutes(1));
        assertThat(clock.lateness()).isEqualTo(60_000);
        pass(9);
        assertThat(clock.lateness()).isEqualTo(60_000);
        timer.sleep(Duration.ofMinutes(1));
        assertThat(clock.lateness()).as("two sleeps shortly after each other").isEqualTo(120_000);
        pass(10);
        assertThat(clock.lateness()).isZero();
    }
}

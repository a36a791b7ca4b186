// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rollcall.core.ManualClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkLimitTest {

    private final ManualClock clock = new ManualClock();

    @Test
    void aQuickTestIsNotLimited() {
        WorkLimit<Integer> limit = new WorkLimit<>(number -> number % 2 == 0, clock, Duration.ofSeconds(2));
        clock.advance(Duration.ofMinutes(1));
        assertThat(IntStream.range(0, 100_000).filter(limit::test).count()).isEqualTo(50_000);
    }

    @Test
    void aSlowOneGivesUpAndSaysHowFarItCame() {
        WorkLimit<Integer> limit = new WorkLimit<>(this::slow, clock, Duration.ofSeconds(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntStream.range(0, 100).forEach(limit::test))
                .withMessageStartingWith("target: stopped after 2000 ms and 24 tabs, and nothing was done");
    }

    @Test
    void oneWhoseResultNobodyWaitsForEndsAtOnce() {
        AtomicBoolean gone = new AtomicBoolean();
        WorkLimit<Integer> limit = new WorkLimit<>(
                number -> {
                    gone.set(number == 2);
                    return true;
                },
                clock,
                Duration.ofSeconds(2),
                gone::get);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IntStream.range(0, 100).forEach(limit::test))
                .withMessage("target: nobody is waiting for the answer any more, after 3 tabs");
    }

    private boolean slow(int number) {
        clock.advance(Duration.ofMillis(100));
        return number > 0;
    }
}

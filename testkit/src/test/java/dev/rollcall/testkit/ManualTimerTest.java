// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualTimerTest {

    private final ManualTimer timer = ManualTimer.still();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsWhatIsDueInOrderOfTime() {
        timer.after(Duration.ofSeconds(2), () -> ran.add("second at " + elapsed()));
        timer.after(Duration.ofSeconds(1), () -> ran.add("first at " + elapsed()));
        timer.after(Duration.ofSeconds(1), () -> ran.add("first too at " + elapsed()));
        timer.after(Duration.ofSeconds(9), () -> ran.add("never"));
        timer.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("first at 1000", "first too at 1000", "second at 2000");
        assertThat(elapsed()).isEqualTo(3_000);
        assertThat(timer.pending()).isEqualTo(1);
    }

    @Test
    void runsWhatTasksSetInTurn() {
        timer.after(Duration.ofSeconds(1), () -> timer.after(Duration.ofSeconds(1), () -> ran.add("at " + elapsed())));
        timer.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("at 2000");
    }

    @Test
    void runsNothingThatWasCalledOff() {
        timer.after(Duration.ofSeconds(1), () -> ran.add("never")).cancel();
        timer.advance(Duration.ofSeconds(3));
        assertThat(ran).isEmpty();
    }

    @Test
    void tellsOfTasksThatThrowAfterRunningTheRest() {
        timer.after(Duration.ZERO, () -> {
            throw new IllegalStateException("on purpose");
        });
        timer.after(Duration.ZERO, () -> ran.add("the rest"));
        assertThatThrownBy(() -> timer.advance(Duration.ZERO)).hasRootCauseMessage("on purpose");
        assertThat(ran).containsExactly("the rest");
    }

    @Test
    void stopsWhenTheThreadThatWindsItIsInterrupted() {
        again();
        assertThatThrownBy(() -> timer.advance(Duration.ZERO)).hasMessage("interrupted while time passes");
        assertThatThrownBy(() -> timer.advance(Duration.ZERO)).hasMessage("interrupted while time passes");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).hasSize(3);
    }

    private void again() {
        ran.add("again");
        if (ran.size() == 3) {
            Thread.currentThread().interrupt(); // as JUnit does when a test times out
        }
        timer.after(Duration.ZERO, this::again);
    }

    @Test
    void standsStillAndEagerOnesRunTasksWithoutDelayAtOnce() throws InterruptedException {
        timer.after(Duration.ofMillis(-5), () -> ran.add("now"));
        assertThat(ran).isEmpty();
        CountDownLatch done = new CountDownLatch(1);
        try (ManualTimer eager = ManualTimer.eager()) {
            eager.after(Duration.ZERO, done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(eager.millis()).isEqualTo(ManualTimer.START_MILLIS);
        }
    }

    private long elapsed() {
        return timer.millis() - ManualTimer.START_MILLIS;
    }
}

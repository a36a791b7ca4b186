// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemTimerTest {

    @Test
    void runsTasksInOrderOnOneDaemonThreadAndOutlivesAFailure() throws InterruptedException {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        try (SystemTimer timer = new SystemTimer()) {
            timer.after(Duration.ZERO, () -> {
                threads.add(Thread.currentThread());
                throw new IllegalStateException("task broke");
            });
            timer.after(Duration.ofMillis(-5), () -> {
                threads.add(Thread.currentThread());
                done.countDown();
            });
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
        assertThat(threads.get(0)).isSameAs(threads.get(1));
    }

    /** The timer's one thread is blocked until the task has been cancelled, so that it cannot be faster. */
    @Test
    void whatIsCalledOffDoesNotRun() throws InterruptedException {
        CountDownLatch calledOff = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        List<String> ran = new CopyOnWriteArrayList<>();
        try (SystemTimer timer = new SystemTimer()) {
            timer.after(Duration.ZERO, () -> await(calledOff));
            timer.after(Duration.ofMillis(1), () -> ran.add("called off")).cancel();
            calledOff.countDown();
            timer.after(Duration.ofMillis(2), done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void afterClosingSettingAnAlarmDoesNothing() {
        SystemTimer timer = new SystemTimer();
        timer.close();
        timer.after(Duration.ZERO, () -> {}).cancel();
        timer.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.held;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final SerialExecutor executor = new SerialExecutor();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void runsATaskFromInsideATaskAtOnce() {
        executor.execute(() -> {
            executor.execute(() -> done.add(1));
            done.add(2);
        });
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void runsTheNextTaskAfterOneThatThrows() {
        executor.execute(() -> {
            throw new IllegalStateException("thrown on purpose by the test");
        });
        executor.execute(() -> done.add(1));
        assertThat(done).containsExactly(1);
    }

    @Test
    void runsAllTasksOfManyThreadsOneAtATime() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch all = new CountDownLatch(40_000);
        for (int i = 0; i < 40_000; i++) {
            threads.execute(() -> executor.execute(() -> {
                done.add(0); // not thread-safe: fails unless the executor runs one task at a time
                all.countDown();
            }));
        }
        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        threads.shutdown();
        assertThat(done).hasSize(40_000);
    }

    @Test
    void doesNotMakeOneThreadWaitForAnother() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread other = new Thread(() -> executor.execute(() -> {
            inside.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        other.start();
        inside.await();
        executor.execute(() -> done.add(1)); // returns at once; the other thread runs it
        assertThat(done).isEmpty();
        release.countDown();
        other.join();
        assertThat(done).containsExactly(1);
    }
}

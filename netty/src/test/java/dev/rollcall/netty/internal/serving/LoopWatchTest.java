// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final EmbeddedChannel working = new EmbeddedChannel();
    private final EmbeddedChannel stuck = new EmbeddedChannel();
    private final LoopWatch watch = new LoopWatch(2, nanos::get);

    private void pass(Duration time, EmbeddedChannel... loops) {
        nanos.addAndGet(time.toNanos());
        for (EmbeddedChannel loop : loops) {
            loop.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
            loop.runScheduledPendingTasks();
        }
    }

    @Test
    void theHostIsAliveAsLongAsEveryLoopBeats() {
        working.freezeTime();
        stuck.freezeTime();
        watch.begin(List.of(working.eventLoop(), stuck.eventLoop()));
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(2), working, stuck);
            assertThat(watch.isAlive()).isTrue();
        }
        pass(Duration.ofSeconds(10), working);
        assertThat(watch.isAlive()).isTrue();
        pass(Duration.ofMillis(1), working);
        assertThat(watch.isAlive()).isFalse();
        pass(Duration.ofSeconds(2), working, stuck);
        assertThat(watch.isAlive()).isTrue();
        pass(Duration.ofSeconds(60), working);
        watch.close();
        assertThat(watch.isAlive()).isTrue();
    }
}

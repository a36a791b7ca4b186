// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerMinuteTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final OncePerMinute limit = new OncePerMinute(nanos::get);

    @Test
    void oneLineAMinuteAndTheNumberOfThoseHeldBack() {
        assertThat(limit.next()).isZero();
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.next()).isEqualTo(OncePerMinute.HELD_BACK);
        }
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59)); // Meanwhile the clock overflows, as nanoTime may.
        assertThat(limit.next()).isEqualTo(OncePerMinute.HELD_BACK);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(limit.next()).isEqualTo(1001);
        assertThat(limit.next()).isEqualTo(OncePerMinute.HELD_BACK);
    }
}

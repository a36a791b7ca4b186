// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves by hand only. It has no alarm. */
public final class HandClock implements Timer {

    private final AtomicLong now;

    /** Set to a time. */
    public HandClock(long millis) {
        now = new AtomicLong(millis);
    }

    /** Moves it. */
    public void forward(Duration by) {
        now.addAndGet(by.toMillis());
    }

    @Override
    public long millis() {
        return now.get();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException("no alarm");
    }
}

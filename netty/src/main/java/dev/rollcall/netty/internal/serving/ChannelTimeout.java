// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The current time limit of a channel, at most one at a time. Event loop only; its clock is the loop's. */
public final class ChannelTimeout {

    private final Channel channel;
    private final Runnable expired;
    private @Nullable ScheduledFuture<?> running;

    /**
     * Makes a timeout that is not running.
     *
     * @param expired called on the event loop when the time is up
     */
    public ChannelTimeout(Channel channel, Runnable expired) {
        this.channel = channel;
        this.expired = expired;
    }

    /** Starts the time limit, replacing any that is running. */
    public void start(Duration delay) {
        cancel();
        try {
            running = channel.eventLoop().schedule(expired, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            channel.close(); // The loop is ending, so the time would never be up.
        }
    }

    /** Stops the time limit. The event loop no longer refers to the connection. */
    public void cancel() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one time limit that is running for a connection. Event loop only; its clock is the loop's. */
public final class ChannelTimeout {

    private final Channel channel;
    private final Runnable rings;
    private @Nullable ScheduledFuture<?> set;

    public ChannelTimeout(Channel channel, Runnable rings) {
        this.channel = channel;
        this.rings = rings;
    }

    /** Starts the time anew. */
    public void set(Duration delay) {
        off();
        try {
            set = channel.eventLoop().schedule(rings, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            channel.close(); // The loop is ending, so nobody would look at the clock.
        }
    }

    /** Stops it, and lets go of the connection at once. */
    public void off() {
        if (set != null) {
            set.cancel(false);
            set = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/** Lets connections that were served on a channel be held without it. Thread-safe. */
@FunctionalInterface
public interface LeaveChannel {

    /** For hosts that hold every connection on its channel. */
    LeaveChannel NEVER = (channel, handler) -> null;

    /**
     * Returns how to hold this connection without its channel, or null if it must stay on it.
     *
     * @param channel the connection, with everything written and nothing unread
     * @param handler the handler that served its requests; it is removed from the pipeline when the connection leaves
     */
    @Nullable
    Hold from(Channel channel, ChannelHandler handler);
}

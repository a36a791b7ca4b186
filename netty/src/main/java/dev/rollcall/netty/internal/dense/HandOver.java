// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.protocol.wire.Verdict;
import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/** Sets up the channels that take over what cannot be served without one. Thread-safe. */
@FunctionalInterface
public interface HandOver {

    /**
     * Returns the handler that sets up a channel when it is added to it.
     *
     * @param decided the verdict on the connection's first request, which the handler carries out or abandons; null
     *     when there is none yet
     */
    ChannelHandler initializer(@Nullable Verdict decided);
}

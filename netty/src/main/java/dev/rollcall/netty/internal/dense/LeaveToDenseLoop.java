// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.dense;

import dev.rollcall.netty.internal.serving.Hold;
import dev.rollcall.netty.internal.serving.LeaveChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Moves connections from the channels of a host to the dense loop of the same event loop. Thread-safe. */
public final class LeaveToDenseLoop implements LeaveChannel {

    private final ConcurrentHashMap<EventLoop, DenseLoop> loops = new ConcurrentHashMap<>();

    void add(EventLoop loop, DenseLoop dense) {
        loops.put(loop, dense);
    }

    @Override
    public @Nullable Hold from(Channel channel, ChannelHandler handler) {
        DenseLoop dense = loops.get(channel.eventLoop());
        return dense != null && channel instanceof EpollSocketChannel epoll
                ? new HoldWithoutChannel(epoll, handler, dense)
                : null;
    }
}

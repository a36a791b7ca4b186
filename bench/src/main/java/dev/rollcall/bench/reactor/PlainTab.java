// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.bench.reactor;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held connection of Reactor Netty. It writes messages straight to the channel, because a publisher per tab would need a
 * queue and a count of requested messages for each. Used on the event loop only, except {@link #execute}.
 */
abstract class PlainTab implements Wire, ChannelFutureListener {

    private static final Logger LOG = LoggerFactory.getLogger(PlainTab.class);
    private static final long CLOSE_MILLIS = 1000;

    private final Channel channel;
    private @Nullable HeldTab tab;
    private boolean greeted;
    private boolean closing;
    private boolean draining;

    PlainTab(Channel channel) {
        this.channel = channel;
    }

    /** Opens the tab. Call this when the head of the response has been written. */
    final void open(Opening opening) {
        try {
            tab = opening.open(this);
            greeted = true;
            channel.flush();
            var unused = channel.closeFuture().addListener(this);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be opened; it is closed.", e);
            var unused = channel.close();
        }
    }

    @Override
    public final void execute(Runnable task) {
        if (isOnLoop()) {
            task.run();
            return;
        }
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task for a connection is dropped.");
        }
    }

    @Override
    public final Executor loop() {
        return channel.eventLoop();
    }

    @Override
    public final boolean isOnLoop() {
        return channel.eventLoop().inEventLoop();
    }

    @Override
    public final boolean isWritable() {
        if (closing || channel.isWritable()) {
            return !closing;
        }
        if (!draining) {
            draining = true;
            // Completes when everything written before it has been sent.
            var unused = channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(sent -> channel.eventLoop().execute(this::drained));
        }
        return false;
    }

    @Override
    public final void write(TabFrame frame) {
        if (isOpen()) {
            put(bytes(frame));
        }
    }

    @Override
    public final void close(Disconnect disconnect) {
        if (isOpen()) {
            closing = true;
            end(disconnect);
            var unused = channel.eventLoop().schedule(this::hangUp, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public final void operationComplete(ChannelFuture closed) {
        closing = true;
        if (tab != null) {
            tab.closed();
        }
    }

    /** Returns a message in the form of this transport. */
    abstract ByteBuf bytes(TabFrame frame);

    /** Ends the connection as this transport requires. */
    abstract void end(Disconnect disconnect);

    /** Returns the tab, or null when the connection no longer takes messages. */
    final @Nullable HeldTab listening() {
        return isOpen() ? tab : null;
    }

    /** Writes a message, and flushes it unless the tab is still being opened: a tab may answer its greeting at once. */
    final void put(Object message) {
        var unused = greeted
                ? channel.writeAndFlush(message, channel.voidPromise())
                : channel.write(message, channel.voidPromise());
    }

    /** Returns the connection's channel. */
    final Channel channel() {
        return channel;
    }

    private boolean isOpen() {
        return !closing && channel.isActive();
    }

    private void hangUp() {
        var unused = channel.close();
    }

    private void drained() {
        draining = false;
        if (tab != null && isWritable()) {
            tab.writable();
        }
    }
}

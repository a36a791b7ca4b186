// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.netty.internal.flow.ByteBudget;
import dev.rollcall.netty.internal.flow.ControlFrames;
import dev.rollcall.netty.internal.flow.TimeoutQueue;
import dev.rollcall.netty.internal.frame.FrameReader;
import dev.rollcall.netty.internal.frame.ServerEndpoint;
import dev.rollcall.netty.internal.frame.SharedFrames;
import dev.rollcall.netty.internal.frame.UnfinishedMessage;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an event loop does once a turn for all connections held on channels: it flushes what they have written, tells
 * tabs that they may write again, and shares the bytes of messages. One for each event loop; used on that loop only,
 * except {@link #execute} and {@link #isOnLoop}.
 */
public final class ChannelLoop implements Executor, Runnable {

    /**
     * Connections are flushed once this many have written, so that the first of a large fan-out need not wait for the
     * last.
     */
    private static final int MAX_UNFLUSHED = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLoop.class);

    private final EventLoop loop;
    private final ByteBudget budget;
    private final TimeoutQueue messages;
    private final ControlFrames emptyFrames = new ControlFrames();
    private final SharedFrames frames = new SharedFrames();
    private List<ChannelWire> unflushed = new ArrayList<>();
    private List<ChannelWire> writable = new ArrayList<>();
    private boolean scheduled;

    /**
     * Makes one for the connections whose channels are registered with this loop.
     *
     * @param budget what unfinished messages count against
     * @param messageLimit how long a tab's message may take to arrive whole
     */
    public ChannelLoop(EventLoop loop, ByteBudget budget, Duration messageLimit) {
        this.loop = loop;
        this.budget = budget;
        this.messages = new TimeoutQueue(loop, messageLimit);
    }

    /** Makes the record of a message that has begun and not ended. */
    UnfinishedMessage unfinished(FrameReader reader, ServerEndpoint endpoint, @Nullable InetAddress address) {
        return new UnfinishedMessage(reader, endpoint, budget, address, messages, this);
    }

    /** Counts a frame without content. Returns false when the connection has sent too many of them. */
    public boolean admitsEmpty(Object connection) {
        return emptyFrames.admits(connection, loop.ticker().nanoTime());
    }

    /** Returns whether the calling thread is the loop's. From any thread. */
    boolean isOnLoop() {
        return loop.inEventLoop();
    }

    /** Runs a task on the loop: now when called on it, otherwise soon. From any thread. */
    @Override
    public void execute(Runnable task) {
        if (isOnLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(() -> ChannelFailures.run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task for a connection is dropped.");
        }
    }

    SharedFrames frames() {
        return frames;
    }

    /** Flushes this wire at the end of the turn. To be called once until the wire is flushed. */
    void flushLater(ChannelWire wire) {
        unflushed.add(wire);
        schedule();
        if (unflushed.size() >= MAX_UNFLUSHED) {
            flush();
        }
    }

    /** Tells the tab of this wire that it may write again: at the end of the turn, never inside a write. */
    void notifyWritableLater(ChannelWire wire) {
        writable.add(wire);
        schedule();
    }

    /** Ends the turn. */
    @Override
    public void run() {
        scheduled = false;
        flush();
        frames.release();
        if (!writable.isEmpty()) {
            List<ChannelWire> notified = writable;
            writable = new ArrayList<>();
            notified.forEach(ChannelWire::notifyWritable);
        }
    }

    private void flush() {
        if (unflushed.isEmpty()) {
            return;
        }
        List<ChannelWire> batch = unflushed;
        unflushed = new ArrayList<>();
        batch.forEach(ChannelWire::flush);
    }

    private void schedule() {
        if (scheduled) {
            return;
        }
        scheduled = true;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and its sockets with it: only the shared buffers are left to release.
            scheduled = false;
            frames.release();
        }
    }
}

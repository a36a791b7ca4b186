// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.held;

import dev.rollcall.netty.internal.frame.SharedFrames;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop does once for many connections: flushing what was written in this turn, telling sessions that they
 * may write again, and sharing the bytes of a message. One per event loop; used on that loop only.
 */
public final class ChannelLoop implements Executor, Runnable {

    /** So many connections wait at most, so that the first of a large fan-out does not wait for the last. */
    private static final int MAX_UNFLUSHED = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLoop.class);

    private final EventLoop loop;
    private final SharedFrames bytes = new SharedFrames();
    private List<ChannelWire> unflushed = new ArrayList<>();
    private List<ChannelWire> writable = new ArrayList<>();
    private boolean scheduled;

    public ChannelLoop(EventLoop loop) {
        this.loop = loop;
    }

    /** Whether the calling thread is the loop's. From any thread. */
    boolean isHere() {
        return loop.inEventLoop();
    }

    /** Runs a task on the loop: now when already on it, else soon. From any thread. */
    @Override
    public void execute(Runnable task) {
        if (isHere()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has ended; a task for a connection is dropped.");
        }
    }

    SharedFrames bytes() {
        return bytes;
    }

    /** Something was written to this wire. To be called once until the wire is flushed. */
    void written(ChannelWire wire) {
        unflushed.add(wire);
        schedule();
        if (unflushed.size() >= MAX_UNFLUSHED) {
            flush();
        }
    }

    /** The wire takes more again; its session hears of it from the top of the loop, never from inside a write. */
    void writable(ChannelWire wire) {
        writable.add(wire);
        schedule();
    }

    @Override
    public void run() {
        scheduled = false;
        flush();
        bytes.release();
        if (!writable.isEmpty()) {
            List<ChannelWire> tell = writable;
            writable = new ArrayList<>();
            tell.forEach(ChannelWire::tellWritable);
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
            // The loop is gone and its sockets with it; only the shared buffers are left to give back.
            scheduled = false;
            bytes.release();
        }
    }
}

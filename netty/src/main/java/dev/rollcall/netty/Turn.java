// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * What one event loop does once for many connections: flushing what was written in this turn, telling sessions that they
 * may write again, and sharing the bytes of a message. One per event loop; used on that loop only.
 */
final class Turn implements Runnable {

    /** So many connections wait at most, so that the first of a large fan-out does not wait for the last. */
    private static final int MAX_UNFLUSHED = 256;

    private final EventLoop loop;
    private final SharedBytes bytes = new SharedBytes();
    private List<HeldWire> unflushed = new ArrayList<>();
    private List<HeldWire> writable = new ArrayList<>();
    private boolean scheduled;

    Turn(EventLoop loop) {
        this.loop = loop;
    }

    SharedBytes bytes() {
        return bytes;
    }

    /** Something was written to this wire. To be called once until the wire is flushed. */
    void written(HeldWire wire) {
        unflushed.add(wire);
        schedule();
        if (unflushed.size() >= MAX_UNFLUSHED) {
            flush();
        }
    }

    /** The wire takes more again; its session hears of it from the top of the loop, never from inside a write. */
    void writable(HeldWire wire) {
        writable.add(wire);
        schedule();
    }

    @Override
    public void run() {
        scheduled = false;
        flush();
        bytes.release();
        if (!writable.isEmpty()) {
            List<HeldWire> tell = writable;
            writable = new ArrayList<>();
            tell.forEach(HeldWire::tellWritable);
        }
    }

    private void flush() {
        if (unflushed.isEmpty()) {
            return;
        }
        List<HeldWire> batch = unflushed;
        unflushed = new ArrayList<>();
        batch.forEach(HeldWire::flush);
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

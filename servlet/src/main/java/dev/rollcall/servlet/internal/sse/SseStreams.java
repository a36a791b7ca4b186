// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.sse;

import dev.rollcall.core.time.Timer.Cancellable;
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.held.HostResources;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The event streams of a host. Sends an empty comment on each that has been silent for the probe time, because a
 * container notices only by writing that a tab has gone. Thread-safe.
 */
public final class SseStreams implements AutoCloseable {

    /** Sweeps in one probe time. A stream is probed in the sweep after these, so after 1 to 1.25 times the probe time. */
    private static final int SWEEPS_PER_PROBE = 4;

    private final HostResources resources;
    private final Duration interval;
    private final Map<SseWire, Entry> streams = new ConcurrentHashMap<>();
    private volatile Cancellable next;
    private volatile int sweep;
    private volatile boolean closed;

    /**
     * Starts to sweep.
     *
     * @param probe how long a stream may be silent, more than zero
     */
    public SseStreams(HostResources resources, Duration probe) {
        this.resources = resources;
        interval = probe.dividedBy(SWEEPS_PER_PROBE).plusMillis(1);
        next = resources.timer().after(interval, this::sweep);
    }

    /**
     * Holds a stream whose head has been sent. The tab is opened as soon as the container takes bytes. When this throws, nothing is
     * held, and the caller gives the entry back, which may have happened already.
     *
     * @param async the asynchronous context of the stream, without a time limit
     * @param out the container's own output, below the wrappers of filters
     * @param entry {@linkplain Entry#leave left} when the stream has ended
     */
    public void hold(AsyncContext async, ServletOutputStream out, Entry entry) {
        SseWire wire = new SseWire(async, out, entry, resources, () -> sweep, this::ended);
        streams.put(wire, entry);
        try {
            async.addListener(wire);
            out.setWriteListener(wire);
        } catch (RuntimeException | Error e) {
            wire.giveUp();
            throw e;
        }
    }

    /** Returns how many streams are held. */
    public int count() {
        return streams.size();
    }

    /** Ends all streams, whatever has been written and not sent yet. */
    public void endAll() {
        streams.keySet().forEach(SseWire::end);
    }

    /** Ends all streams and stops sweeping. */
    @Override
    public void close() {
        closed = true;
        next.cancel();
        endAll();
    }

    private void sweep() {
        if (closed) {
            return;
        }
        int now = sweep + 1;
        sweep = now;
        streams.keySet().forEach(stream -> stream.probe(now - SWEEPS_PER_PROBE - 1));
        next = resources.timer().after(interval, this::sweep);
    }

    private void ended(SseWire wire) {
        Entry entry = streams.remove(wire);
        if (entry != null) {
            entry.leave();
        }
    }
}

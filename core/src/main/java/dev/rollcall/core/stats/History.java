// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there were on which version: every ten seconds for the last hour, every minute for the last 24. In
 * memory only, at most 1,800 samples of a dozen versions. Thread-safe.
 */
public final class History implements AutoCloseable {

    /** Time between two samples of the last hour. */
    public static final Duration STEP = Duration.ofSeconds(10);

    /** How many versions a sample counts by themselves. */
    public static final int VERSIONS = 12;

    private static final int FINE = 360;
    private static final int COARSE_EVERY = 6;
    private static final int COARSE = 23 * 60;

    private final Counts counts;
    private final Timer timer;
    private final Deque<Kept> fine = new ArrayDeque<>();
    private final Deque<Kept> coarse = new ArrayDeque<>();
    private long wallClock; // what it shows at tick 0
    private long taken;
    private boolean started;
    private boolean closed;
    private Timer.@Nullable Cancellable alarm;

    /**
     * What it was like at one moment.
     *
     * @param at when, in milliseconds since the epoch
     * @param total all connections
     * @param versions connections by version, busiest first, the rest under {@code (other)}
     */
    public record Sample(long at, int total, Map<String, Integer> versions) {

        /** Copies the counts and keeps their order. */
        public Sample {
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        }
    }

    /** The same, with its moment in ticks: where it stands does not depend on what happens to the wall clock. */
    private record Kept(long ticks, int total, Map<String, Integer> versions) {
        Sample at(long wallClock) {
            return new Sample(wallClock + ticks, total, versions);
        }
    }

    /** Nothing is known of the past yet. */
    public History(Counts counts, Timer timer) {
        this.counts = counts;
        this.timer = timer;
        this.wallClock = timer.millis() - timer.ticks();
    }

    /** Takes samples from now on, until it is closed. Does nothing when it does already. */
    public void start() {
        synchronized (this) {
            if (started || closed) {
                return;
            }
            started = true;
        }
        tick();
    }

    /**
     * Returns the samples from a moment on, oldest first, and how it is now at the end. After the wall clock was set, all of
     * them, past ones too, are told by the new time, so that they keep their order and their distances.
     */
    public List<Sample> since(long millis) {
        List<Kept> samples = new ArrayList<>();
        long zero;
        synchronized (this) {
            samples.addAll(coarse);
            samples.addAll(fine);
            zero = wallClock();
        }
        samples.add(now());
        samples.removeIf(sample -> zero + sample.ticks() < millis);
        return samples.stream().map(sample -> sample.at(zero)).toList();
    }

    /** What differs by a little is drift: a sample that was told once is to have the same moment the next time. */
    private long wallClock() {
        long zero = timer.millis() - timer.ticks();
        if (Math.abs(zero - wallClock) > STEP.toMillis() / 2) {
            wallClock = zero;
        }
        return wallClock;
    }

    /** Stops taking samples. */
    @Override
    public synchronized void close() {
        closed = true;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void tick() {
        Kept sample = now();
        synchronized (this) {
            fine.addLast(sample);
            if (fine.size() > FINE) {
                age(fine.removeFirst());
            }
            if (!closed) {
                alarm = timer.after(STEP, this::tick);
            }
        }
    }

    /** What is older than an hour is kept once a minute. */
    private void age(Kept sample) {
        if (taken++ % COARSE_EVERY == 0) {
            coarse.addLast(sample);
            if (coarse.size() > COARSE) {
                coarse.removeFirst();
            }
        }
    }

    private Kept now() {
        Ranking versions = Ranking.of(counts.versions(), VERSIONS, VERSIONS, null);
        return new Kept(timer.ticks(), counts.total(), versions.shown());
    }
}

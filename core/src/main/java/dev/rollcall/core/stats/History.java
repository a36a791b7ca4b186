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
    private final Deque<Sample> fine = new ArrayDeque<>();
    private final Deque<Sample> coarse = new ArrayDeque<>();
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

    /** Nothing is known of the past yet. */
    public History(Counts counts, Timer timer) {
        this.counts = counts;
        this.timer = timer;
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

    /** The samples from a moment on, oldest first, and how it is now at the end. */
    public List<Sample> since(long millis) {
        List<Sample> samples = new ArrayList<>();
        synchronized (this) {
            samples.addAll(coarse);
            samples.addAll(fine);
        }
        samples.add(now());
        samples.removeIf(sample -> sample.at() < millis);
        return samples;
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
        Sample sample = now();
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
    private void age(Sample sample) {
        if (taken++ % COARSE_EVERY == 0) {
            coarse.addLast(sample);
            if (coarse.size() > COARSE) {
                coarse.removeFirst();
            }
        }
    }

    private Sample now() {
        Ranking versions = Ranking.of(counts.versions(), VERSIONS, VERSIONS, null);
        return new Sample(timer.millis(), counts.total(), versions.shown());
    }
}

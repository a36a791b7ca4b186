// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there were on which version: every ten seconds for the last hour, every minute for the last 24
 * hours; at most 1,800 samples of a dozen versions. With a journal it is written every minute; there are no samples for
 * times when no process was running. Thread-safe.
 */
public final class History implements AutoCloseable {

    /** Time between two samples of the last hour. */
    public static final Duration STEP = Duration.ofSeconds(10);

    /** How many versions a sample counts individually. */
    public static final int VERSIONS = 12;

    private static final long FINE_MILLIS = Duration.ofHours(1).toMillis();
    private static final long ALL_MILLIS = Duration.ofHours(24).toMillis();
    private static final long MINUTE_MILLIS = 60_000;
    private static final int COARSE_EVERY = 6;

    private final @Nullable Journal journal;
    private final @Nullable Codec codec;
    private final Counts counts;
    private final Timer timer;
    private final Deque<Kept> fine = new ArrayDeque<>();
    private final Deque<Kept> coarse = new ArrayDeque<>();
    private long wallClock; // what the wall clock shows at tick 0
    private long taken;
    private volatile boolean started;
    private boolean closed;
    private Timer.@Nullable Cancellable alarm;

    /**
     * The counts at one moment.
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

    /** The form in which samples are kept. */
    public interface Codec {
        /** Writes the samples of a minute, oldest first. */
        byte[] write(List<Sample> samples);

        /** Reads them; fails with an {@link IllegalArgumentException} that says what does not fit. */
        List<Sample> readSamples(byte[] bytes);
    }

    /** A sample with its moment in ticks, so that its place does not depend on the wall clock. */
    private record Kept(long ticks, int total, Map<String, Integer> versions) {
        Sample at(long wallClock) {
            return new Sample(wallClock + ticks, total, versions);
        }
    }

    /** Begins without a past, and keeps nothing beyond this process. */
    public History(Counts counts, Timer timer) {
        this(counts, timer, null, null);
    }

    /**
     * Begins with the samples in a journal, and keeps new ones there. Waits for it.
     *
     * @param journal where to keep samples; null for nowhere
     * @param codec the form in which they are kept; null when they are not
     * @throws dev.rollcall.core.journal.JournalException when the journal cannot be read
     */
    public History(Counts counts, Timer timer, @Nullable Journal journal, @Nullable Codec codec) {
        this.counts = counts;
        this.timer = timer;
        this.journal = journal;
        this.codec = codec;
        this.wallClock = timer.millis() - timer.ticks();
        if (journal != null && codec != null) {
            Codec form = codec;
            Journals.load(journal, Kind.HISTORY, entry -> form.readSamples(entry.value())).stream()
                    .flatMap(List::stream)
                    .filter(sample -> sample.at() < timer.millis())
                    .sorted(Comparator.comparingLong(Sample::at))
                    .forEach(sample -> keep(new Kept(sample.at() - wallClock, sample.total(), sample.versions())));
        }
    }

    /** Takes samples from now on, until it is closed. Does nothing when already started. */
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
     * Returns the samples since a moment, oldest first, ending with the present. After the wall clock has been set, all
     * of them, past ones too, are given in the new time, so that they keep their order and distances.
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

    /** Ignores small differences as drift, so that a sample returned again has the same moment as before. */
    private long wallClock() {
        long zero = timer.millis() - timer.ticks();
        if (Math.abs(zero - wallClock) > STEP.toMillis() / 2) {
            wallClock = zero;
        }
        return wallClock;
    }

    /** Stops taking samples, and keeps the last ones. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
        if (started) {
            writeMinute(timer.ticks());
        }
    }

    private void tick() {
        Kept sample = now();
        Kept last;
        synchronized (this) {
            last = fine.peekLast();
            keep(sample);
            if (!closed) {
                alarm = timer.after(STEP, this::tick);
            }
        }
        if (last != null && minute(last) != minute(sample)) {
            writeMinute(last.ticks());
        }
    }

    private synchronized void keep(Kept sample) {
        fine.addLast(sample);
        while (fine.getFirst().ticks() <= sample.ticks() - FINE_MILLIS) {
            age(fine.removeFirst());
        }
        while (!coarse.isEmpty() && coarse.getFirst().ticks() <= sample.ticks() - ALL_MILLIS) {
            coarse.removeFirst();
        }
    }

    /** Samples older than an hour are kept once a minute. */
    private void age(Kept sample) {
        if (taken++ % COARSE_EVERY == 0) {
            coarse.addLast(sample);
        }
    }

    private long minute(Kept sample) {
        return Math.floorDiv(wallClock + sample.ticks(), MINUTE_MILLIS);
    }

    /** Keeps the samples of a minute, including those that an earlier process took in it. */
    private void writeMinute(long ticks) {
        if (journal == null || codec == null) {
            return;
        }
        List<Sample> samples;
        long minute;
        synchronized (this) {
            minute = Math.floorDiv(wallClock + ticks, MINUTE_MILLIS);
            samples = fine.stream()
                    .filter(sample -> minute(sample) == minute)
                    .map(sample -> sample.at(wallClock))
                    .toList();
        }
        byte[] written = codec.write(samples);
        if (!samples.isEmpty() && written.length <= Kind.HISTORY.maxBytes()) {
            journal.write(Change.putForever(Kind.HISTORY, Long.toString(minute), written));
        }
    }

    private Kept now() {
        Ranking versions = Ranking.of(counts.versions(), VERSIONS, VERSIONS, null);
        return new Kept(timer.ticks(), counts.total(), versions.shown());
    }
}

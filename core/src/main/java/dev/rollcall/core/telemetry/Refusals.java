// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.telemetry;

import dev.rollcall.core.time.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was turned down, so that an operator who looks for the cause finds it: counted in the metrics, logged at most
 * once a minute for each reason, and, for each reason, the last one remembered. Memory is bounded by the number of
 * reasons. Thread-safe; never blocks.
 */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long LOG_INTERVAL_MILLIS = 60_000;

    private final Telemetry telemetry;
    private final Timer timer;
    private final Map<Refusal, Count> counts = new EnumMap<>(Refusal.class);
    private volatile UnaryOperator<@Nullable String> labels = address -> null;

    /** Begins without refusals. */
    public Refusals(Telemetry telemetry, Timer timer) {
        this.telemetry = telemetry;
        this.timer = timer;
        for (Refusal reason : Refusal.values()) {
            counts.put(reason, new Count(reason));
        }
    }

    /**
     * Refusals for one reason.
     *
     * @param reason the reason
     * @param count how many since the start
     * @param last when the last one was, in milliseconds since the epoch
     * @param address the last one's address, as much of it as is kept; null when addresses are not kept
     */
    public record Entry(
            Refusal reason, long count, long last, @Nullable String address) {

        /** Returns these refusals combined with those for the same reason at another node. */
        public Entry plus(Entry other) {
            Entry latest = other.last > last ? other : this;
            return new Entry(reason, count + other.count, latest.last, latest.address);
        }
    }

    /** Sets what is kept of an address: a function that returns null for nothing. Nothing is kept by default. */
    public void keepOfAddresses(UnaryOperator<@Nullable String> function) {
        labels = function;
    }

    /**
     * Notes a refusal.
     *
     * @param address the client's address as text, of which only what {@link #keepOfAddresses} returns is kept; null when
     *     it is not known
     */
    public void note(Refusal reason, @Nullable String address) {
        note(reason, address, null);
    }

    /** As {@link #note(Refusal, String)}, with the failure that caused it, for the log; null when there was none. */
    public void note(Refusal reason, @Nullable String address, @Nullable Throwable failure) {
        telemetry.rejected(reason);
        Count count = counts.get(reason);
        if (count != null) {
            count.add(timer.millis(), address == null ? null : labels.apply(address), failure);
        }
    }

    /** Returns the reasons for which something was refused, the latest first. */
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        counts.values().forEach(count -> count.addTo(entries));
        entries.sort(Comparator.comparingLong(Entry::last).reversed());
        return entries;
    }

    /** The refusals for one reason. */
    private static final class Count {
        private final Refusal reason;
        private long count;
        private long last;
        private @Nullable String address;
        private long logged;
        private long loggedAt;

        Count(Refusal reason) {
            this.reason = reason;
        }

        void add(long now, @Nullable String label, @Nullable Throwable failure) {
            long since = 0;
            synchronized (this) {
                count++;
                last = now;
                address = label;
                if (logged == 0 || Math.abs(now - loggedAt) >= LOG_INTERVAL_MILLIS) {
                    since = count - logged;
                    logged = count;
                    loggedAt = now;
                }
            }
            if (since > 0) {
                log(since, failure);
            }
        }

        private void log(long since, @Nullable Throwable failure) {
            String line = "Refused {} ({} since the last such line): {}";
            if (reason.urgent()) {
                LOG.warn(line, reason.word(), since, reason.advice(), failure);
            } else {
                LOG.info(line, reason.word(), since, reason.advice(), failure);
            }
        }

        synchronized void addTo(List<Entry> entries) {
            if (count > 0) {
                entries.add(new Entry(reason, count, last, address));
            }
        }
    }
}

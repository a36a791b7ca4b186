// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a journal that holds them in memory, within the bounds of their kinds. Thread-safe; each call takes a
 * few steps.
 */
public final class EntryLists {

    /** The end of an entry that never ends. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Map<Kind, LinkedHashMap<String, Kept>> lists = new EnumMap<>(Kind.class);
    private final Timer timer;
    private long bytes;

    /**
     * An entry and when it ends.
     *
     * @param put what was written
     * @param ends in ticks of the timer; {@link #NEVER} when it has no end
     */
    public record Kept(Change.Put put, long ends) {
        private int bytes() {
            return put.key().length() + put.value().length;
        }
    }

    /** Begins empty. */
    public EntryLists(Timer timer) {
        this.timer = timer;
        for (Kind kind : Kind.values()) {
            lists.put(kind, new LinkedHashMap<>());
        }
    }

    /** Returns when an entry put now will end, in ticks. */
    public long ends(Change.Put put) {
        Duration life = put.life();
        return life == null ? NEVER : timer.ticks() + life.toMillis();
    }

    /**
     * Puts an entry, or replaces it in its place, even when its life is over; above the limit of its kind the oldest is
     * dropped.
     *
     * @param ends in ticks; {@link #NEVER} when it has no end
     */
    public synchronized void put(Change.Put put, long ends) {
        Map<String, Kept> list = list(put.kind());
        Kept kept = new Kept(put, ends);
        Kept before = list.put(put.key(), kept);
        bytes += kept.bytes() - (before == null ? 0 : before.bytes());
        if (list.size() > put.kind().maxEntries()) {
            remove(put.kind(), list.keySet().iterator().next());
        }
    }

    /** Removes an entry, if it is there. */
    public synchronized void remove(Kind kind, String key) {
        Kept removed = list(kind).remove(key);
        bytes -= removed == null ? 0 : removed.bytes();
    }

    /** Finds an entry whose life is not over. */
    public synchronized @Nullable Entry find(Kind kind, String key) {
        Kept kept = list(kind).get(key);
        return kept == null || isOver(kept) ? null : entry(kept);
    }

    /** Returns whether there is an entry whose life is over. */
    public synchronized boolean isOver(Kind kind, String key) {
        Kept kept = list(kind).get(key);
        return kept != null && isOver(kept);
    }

    /** Returns entries whose life is not over, the most recently created first. */
    public synchronized List<Entry> newest(Kind kind, int most) {
        List<Kept> oldestFirst = new ArrayList<>(list(kind).values());
        List<Entry> found = new ArrayList<>();
        for (int i = oldestFirst.size() - 1; i >= 0 && found.size() < most; i--) {
            if (!isOver(oldestFirst.get(i))) {
                found.add(entry(oldestFirst.get(i)));
            }
        }
        return found;
    }

    /**
     * Forgets entries whose life is over, and passes on the rest, for each kind in the order in which they were first
     * written.
     */
    public synchronized void forEach(Consumer<Kept> action) {
        for (Map<String, Kept> list : lists.values()) {
            for (Iterator<Kept> all = list.values().iterator(); all.hasNext(); ) {
                Kept kept = all.next();
                if (isOver(kept)) {
                    all.remove();
                    bytes -= kept.bytes();
                } else {
                    action.accept(kept);
                }
            }
        }
    }

    /** Makes all lives end later, or earlier when {@code millis} is negative. */
    public synchronized void shift(long millis) {
        replaceEnds(kept -> kept.ends() + millis);
    }

    /** Limits the rest of each life to its original length. */
    public synchronized void cap() {
        replaceEnds(kept -> Math.min(kept.ends(), ends(kept.put())));
    }

    private void replaceEnds(ToLongFunction<Kept> ends) {
        for (Map<String, Kept> list : lists.values()) {
            list.replaceAll((key, kept) -> kept.ends() == NEVER ? kept : new Kept(kept.put(), ends.applyAsLong(kept)));
        }
    }

    /** Returns roughly how many bytes keys and values take. */
    public synchronized long bytes() {
        return bytes;
    }

    private boolean isOver(Kept kept) {
        return kept.ends() <= timer.ticks();
    }

    private Entry entry(Kept kept) {
        Duration left = kept.ends() == NEVER ? null : Duration.ofMillis(kept.ends() - timer.ticks());
        return new Entry(kept.put().key(), kept.put().value(), left);
    }

    private Map<String, Kept> list(Kind kind) {
        return lists.getOrDefault(kind, new LinkedHashMap<>());
    }
}

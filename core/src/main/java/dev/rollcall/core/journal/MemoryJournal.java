// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The default: keeps everything until this process ends, and answers at once. Thread-safe. */
public final class MemoryJournal implements Journal {

    private static final JournalStatus STATUS = new JournalStatus(false, "memory", 0, null);

    private final Map<Kind, Map<String, Kept>> lists = new EnumMap<>(Kind.class);
    private final Timer timer;
    private boolean closed;

    private record Kept(Change.Put put, long ends) {}

    /** Begins empty. */
    public MemoryJournal(Timer timer) {
        this.timer = timer;
        for (Kind kind : Kind.values()) {
            lists.put(kind, new LinkedHashMap<>());
        }
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        if (changes.size() > MAX_CHANGES) {
            throw new IllegalArgumentException(changes.size() + " changes (expected: at most " + MAX_CHANGES + ")");
        }
        return answer(() -> {
            changes.forEach(this::make);
            return null;
        });
    }

    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        return answer(() -> {
            Entry found = find(kind, key);
            list(kind).remove(key);
            return found;
        });
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return answer(() -> find(kind, key));
    }

    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        return answer(() -> {
            List<String> keys = new ArrayList<>(list(kind).keySet());
            Collections.reverse(keys);
            List<Entry> entries = new ArrayList<>();
            for (Iterator<String> key = keys.iterator(); key.hasNext() && entries.size() < most; ) {
                Entry found = find(kind, key.next());
                if (found != null) {
                    entries.add(found);
                }
            }
            return entries;
        });
    }

    @Override
    public JournalStatus status() {
        return STATUS;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized <T extends @Nullable Object> CompletionStage<T> answer(Supplier<T> work) {
        return closed
                ? CompletableFuture.failedStage(new JournalException("not kept: the server is stopping"))
                : CompletableFuture.completedStage(work.get());
    }

    private void make(Change change) {
        Map<String, Kept> list = list(change.kind());
        if (!(change instanceof Change.Put put)) {
            list.remove(change.key());
            return;
        }
        find(put.kind(), put.key()); // what is over does not give its place to the new one
        Duration life = put.life();
        list.put(put.key(), new Kept(put, life == null ? Long.MAX_VALUE : timer.ticks() + life.toMillis()));
        if (list.size() > put.kind().maxEntries()) {
            Iterator<String> oldest = list.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Forgets the entry when its life is over. */
    private @Nullable Entry find(Kind kind, String key) {
        Kept kept = list(kind).get(key);
        if (kept == null) {
            return null;
        }
        if (kept.ends() == Long.MAX_VALUE) {
            return new Entry(key, kept.put().value(), null);
        }
        long left = kept.ends() - timer.ticks();
        if (left <= 0) {
            list(kind).remove(key);
            return null;
        }
        return new Entry(key, kept.put().value(), Duration.ofMillis(left));
    }

    private Map<String, Kept> list(Kind kind) {
        return lists.getOrDefault(kind, new LinkedHashMap<>());
    }
}

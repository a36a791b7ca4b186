// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.journal;

import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one node of a cluster: its own, and one that all nodes share. Its own decides whether something is
 * kept, so that a node goes on while the shared one cannot be reached; the shared one is written afterwards, and a node
 * starts from it. When writes to it failed, or it came back without its content, it is filled again from the node's
 * own. Thread-safe.
 */
public final class SharedJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(SharedJournal.class);

    /** How often to check that the shared journal still has what was last written. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** How many entries are written at once when the shared journal is filled. */
    private static final int AT_ONCE = 100;

    private final Journal own;
    private final Journal shared;
    private final Timer timer;
    private final OncePerMinute failures = new OncePerMinute();
    private volatile Change.@Nullable Put last;
    private volatile boolean behind;
    private volatile boolean filling;
    private volatile boolean closed;
    private volatile Timer.@Nullable Cancellable alarm;

    /** Keeps everything in both. Closes both. */
    public SharedJournal(Journal own, Journal shared, Timer timer) {
        this.own = own;
        this.shared = shared;
        this.timer = timer;
        alarm = timer.after(LOOK, this::look);
    }

    @Override
    public CompletionStage<@Nullable Void> write(List<Change> changes) {
        List<Change> copy = List.copyOf(changes);
        return own.write(copy).whenComplete((kept, failure) -> {
            if (failure == null) {
                share(copy);
            }
        });
    }

    private void share(List<Change> changes) {
        shared.write(changes).whenComplete((kept, failure) -> {
            if (failure != null) {
                failed(failure);
                return;
            }
            for (Change change : changes) {
                note(change);
            }
        });
    }

    /** Remembers what to look for later: the last entry that no other node removes. */
    private void note(Change change) {
        Change.Put seen = last;
        boolean stays = change.kind() == Kind.AUDIT || change.kind() == Kind.HISTORY;
        if (stays && change instanceof Change.Put put) {
            last = put;
        } else if (seen != null && seen.kind() == change.kind() && seen.key().equals(change.key())) {
            last = null;
        }
    }

    private void failed(Throwable failure) {
        behind = true;
        if (failures.next() != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "The journal that all nodes share could not be written; it will be filled when it is back: {}",
                    failure.getMessage());
        }
    }

    private void look() {
        Change.Put expected = last;
        if (behind) {
            fill();
        } else if (expected != null) {
            shared.get(expected.kind(), expected.key()).whenComplete((found, failure) -> {
                if (failure == null && found == null && expected.equals(last)) {
                    LOG.warn(
                            "The journal that all nodes share has lost what was written to it, and is being filled again");
                    fill();
                }
            });
        }
        if (!closed) {
            alarm = timer.after(LOOK, this::look);
        }
    }

    /** Writes everything in the node's own journal except links: one that was used at another node must stay gone. */
    private void fill() {
        if (filling) {
            return;
        }
        filling = true;
        behind = false;
        CompletionStage<@Nullable Void> done = CompletableFuture.completedStage(null);
        for (Kind kind : Kind.values()) {
            if (kind != Kind.LINKS) {
                done = done.thenCompose(before -> own.read(kind, kind.maxEntries()))
                        .thenCompose(entries -> fill(kind, entries));
            }
        }
        done.whenComplete((filled, failure) -> {
            filling = false;
            if (failure != null) {
                failed(failure);
            }
        });
    }

    /** Writes in the order in which entries were first written; those already there keep their place. */
    private CompletionStage<@Nullable Void> fill(Kind kind, List<Entry> newestFirst) {
        CompletionStage<@Nullable Void> done = CompletableFuture.completedStage(null);
        List<Change> changes = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Entry entry = newestFirst.get(i);
            Duration left = entry.left();
            changes.add(
                    left == null
                            ? Change.putForever(kind, entry.key(), entry.value())
                            : Change.put(kind, entry.key(), entry.value(), left));
            if (changes.size() == AT_ONCE || i == 0) {
                List<Change> part = List.copyOf(changes);
                changes.clear();
                done = done.thenCompose(before -> shared.write(part));
            }
        }
        return done;
    }

    /**
     * The shared journal decides, so that only one node gets the entry; while it cannot be reached, the node's own
     * does.
     */
    @Override
    public CompletionStage<@Nullable Entry> take(Kind kind, String key) {
        CompletionStage<@Nullable Entry> here = own.take(kind, key);
        return shared.take(kind, key)
                .<CompletionStage<@Nullable Entry>>handle((there, failure) ->
                        failure == null && !behind ? here.<@Nullable Entry>thenApply(ignored -> there) : here)
                .thenCompose(taken -> taken);
    }

    @Override
    public CompletionStage<@Nullable Entry> get(Kind kind, String key) {
        return own.get(kind, key)
                .thenCompose(here -> here != null
                        ? CompletableFuture.<@Nullable Entry>completedStage(here)
                        : shared.get(kind, key).exceptionally(failure -> null));
    }

    /** Returns the shared entries, preceded in time by those that only this node has. */
    @Override
    public CompletionStage<List<Entry>> read(Kind kind, int most) {
        CompletionStage<List<Entry>> there = shared.read(kind, most).exceptionally(failure -> {
            failed(failure);
            return List.of();
        });
        return own.read(kind, most).thenCombine(there, (here, all) -> both(all, here, most));
    }

    private static List<Entry> both(List<Entry> first, List<Entry> second, int most) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        first.forEach(entry -> entries.put(entry.key(), entry));
        second.forEach(entry -> entries.putIfAbsent(entry.key(), entry));
        return entries.values().stream().limit(most).toList();
    }

    /** The status of the node's own journal, which decides what is refused. */
    @Override
    public JournalStatus status() {
        JournalStatus here = own.status();
        JournalStatus there = shared.status();
        String place = here.lasting() ? here.place() + " and " + there.place() : there.place();
        return new JournalStatus(
                here.lasting() || there.lasting(), place, here.waiting() + there.waiting(), here.trouble());
    }

    @Override
    public void close() {
        closed = true;
        Timer.Cancellable set = alarm;
        if (set != null) {
            set.cancel();
        }
        own.close();
        shared.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import static java.util.Comparator.comparingLong;

import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.Entry;
import dev.rollcall.core.journal.Journal;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.journal.Journals;
import dev.rollcall.core.journal.Kind;
import dev.rollcall.core.rollout.ReleaseMemory.Name;
import dev.rollcall.core.time.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a journal keeps about releases, commands and the order of versions. Thread-safe; nothing but {@link #load}
 * waits.
 */
public final class RolloutJournal {

    /*
     * Design: a command is kept before it is carried out, in one write with the release that it makes current. So a
     * process that ends in between knows the release when it starts again, and the tabs that were told of it are right.
     * For a version that was only seen, the release that it came after is kept: it is ahead as long as that one is
     * current. Strangers can make versions up, so they are written together, every ten seconds.
     */

    /** How long a version that was only seen may wait to be written. */
    static final Duration LATER = Duration.ofSeconds(10);

    private static final byte[] NOTHING = new byte[0];

    private final @Nullable Journal journal;
    private final @Nullable Codec codec;
    private final Timer timer;
    private final Set<String> unwritten = new LinkedHashSet<>(); // the lock
    private boolean scheduled;

    /** The form of what is kept. Reading fails with an {@link IllegalArgumentException} that says what does not fit. */
    public interface Codec {
        /** Writes a release within the size of its kind. */
        byte[] write(Release release);

        /** Reads a release. */
        Release readRelease(byte[] bytes);

        /** Writes a command within the size of its kind: long words are cut. */
        byte[] write(AuditEntry entry);

        /** Reads a command. */
        AuditEntry readAudit(byte[] bytes);
    }

    private RolloutJournal(@Nullable Journal journal, @Nullable Codec codec, Timer timer) {
        this.journal = journal;
        this.codec = codec;
        this.timer = timer;
    }

    /** Keeps nothing, at no cost. */
    public static RolloutJournal none(Timer timer) {
        return new RolloutJournal(null, null, timer);
    }

    /** Keeps everything in a journal. */
    public static RolloutJournal of(Journal journal, Codec codec, Timer timer) {
        return new RolloutJournal(journal, codec, timer);
    }

    /** Returns what is known about releases. Waits for the journal. */
    ReleaseMemory load() {
        if (journal == null || codec == null) {
            return ReleaseMemory.NOTHING;
        }
        Codec form = codec;
        List<Release> releases =
                inOrder(Journals.load(journal, Kind.RELEASES, entry -> form.readRelease(entry.value())));
        if (releases.isEmpty()) {
            return ReleaseMemory.NOTHING;
        }
        List<String> released = new ArrayList<>(Journals.load(journal, Kind.RELEASED, Entry::key));
        Collections.reverse(released);
        Release current = releases.get(0);
        released.remove(current.version());
        released.add(current.version());
        return new ReleaseMemory(releases, names(released, current, journal));
    }

    private static List<Name> names(List<String> released, Release current, Journal journal) {
        List<Name> behind = new ArrayList<>();
        List<Name> ahead = new ArrayList<>();
        Journals.load(journal, Kind.SEEN, entry -> {
            String after = new String(entry.value(), StandardCharsets.UTF_8);
            if (!released.contains(entry.key())) {
                (after.equals(current.key()) ? ahead : behind).add(0, new Name(entry.key(), false));
            }
            return after;
        });
        List<Name> names = new ArrayList<>(behind);
        released.forEach(version -> names.add(new Name(version, true)));
        names.addAll(ahead);
        return names;
    }

    /** Of releases that nodes announced at the same time, the one with the highest number is current. */
    private static List<Release> inOrder(List<Release> newestFirst) {
        List<Release> sorted = new ArrayList<>(newestFirst);
        int numbered = 0;
        while (numbered < sorted.size() && sorted.get(numbered).number() > 0) {
            numbered++;
        }
        sorted.subList(0, numbered).sort(comparingLong(Release::number).reversed());
        return sorted;
    }

    /**
     * Keeps what another store knew about releases. Nothing counts before the last part is written, so it may be
     * repeated after an interruption.
     */
    public CompletionStage<@Nullable Void> adopt(ReleaseMemory memory) {
        if (journal == null || codec == null || memory.releases().isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        String current = memory.releases().get(0).key();
        List<Change> released = new ArrayList<>();
        List<Change> seen = new ArrayList<>();
        boolean ahead = false;
        for (Name name : memory.names()) {
            ahead |= name.version().equals(memory.releases().get(0).version());
            byte[] after = ahead ? current.getBytes(StandardCharsets.UTF_8) : NOTHING;
            (name.released() ? released : seen)
                    .add(Change.putForever(name.released() ? Kind.RELEASED : Kind.SEEN, name.version(), after));
        }
        List<Change> releases = new ArrayList<>();
        for (Release release : memory.releases()) {
            releases.add(0, Change.putForever(Kind.RELEASES, release.key(), codec.write(release)));
        }
        Journal to = journal;
        return to.write(seen).thenCompose(done -> to.write(released)).thenCompose(done -> to.write(releases));
    }

    /** Returns whether nothing is kept about releases. Waits for the journal. */
    public boolean isEmpty() {
        return load().releases().isEmpty();
    }

    /** Returns the commands that are kept, newest first. Waits for the journal. */
    List<AuditEntry> loadAudit() {
        if (journal == null || codec == null) {
            return List.of();
        }
        Codec form = codec;
        return Journals.load(journal, Kind.AUDIT, entry -> form.readAudit(entry.value()));
    }

    /**
     * Keeps a command that is to be carried out.
     *
     * @param release the release that it makes current; null when there is none
     * @return completes when it is kept; fails with a {@link JournalException} when it is not, after {@link
     *     Journals#PATIENCE} at the latest: then it must not be carried out
     */
    CompletionStage<@Nullable Void> keep(AuditEntry entry, @Nullable Release release) {
        if (journal == null || codec == null) {
            return CompletableFuture.completedStage(null);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(Change.putForever(Kind.AUDIT, entry.id(), codec.write(entry)));
        if (release != null) {
            changes.addAll(becomesCurrent(release, codec));
        }
        CompletableFuture<@Nullable Void> written = journal.write(changes).toCompletableFuture();
        return written.isDone() ? written : inTime(written, () -> undo(entry, release));
    }

    private CompletionStage<@Nullable Void> inTime(CompletionStage<@Nullable Void> written, Runnable undo) {
        CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
        Timer.Cancellable alarm = timer.after(
                Journals.PATIENCE,
                () -> answer.completeExceptionally(new JournalException(
                        "not kept: the journal does not answer within " + Journals.PATIENCE.toSeconds()
                                + " s (expected: a disk that works; see to it, then try again)")));
        written.whenComplete((kept, failure) -> {
            alarm.cancel();
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(null)) {
                undo.run(); // its caller was told that it is not kept
            }
        });
        return answer;
    }

    private void undo(AuditEntry entry, @Nullable Release release) {
        write(Change.remove(Kind.AUDIT, entry.id()));
        if (release != null) {
            forget(release);
        }
    }

    private static List<Change> becomesCurrent(Release release, Codec codec) {
        return List.of(
                Change.putForever(Kind.RELEASES, release.key(), codec.write(release)),
                Change.remove(Kind.RELEASED, release.version()), // the version released last comes last
                Change.putForever(Kind.RELEASED, release.version(), NOTHING),
                Change.remove(Kind.SEEN, release.version()));
    }

    /** A release has become current, here or on another node. */
    void released(Release release) {
        if (codec != null) {
            write(becomesCurrent(release, codec));
        }
    }

    /** Another node's release is current in place of the one that this node began with, which was never announced. */
    void replace(Release began, Release theirs) {
        if (codec != null) {
            List<Change> changes = new ArrayList<>();
            changes.add(Change.remove(Kind.RELEASES, began.key()));
            changes.add(Change.remove(Kind.RELEASED, began.version()));
            changes.addAll(becomesCurrent(theirs, codec));
            write(changes);
        }
    }

    /** More is known about a release. */
    void update(Release release) {
        if (codec != null) {
            write(Change.putForever(Kind.RELEASES, release.key(), codec.write(release)));
        }
    }

    /** A release did not become current. */
    void forget(Release release) {
        write(Change.remove(Kind.RELEASES, release.key()));
    }

    /** The outcome of a command is now known, or the command was given on another node. */
    void audit(AuditEntry entry) {
        write(keeping(entry));
    }

    /** Returns what has to be written to keep an entry of the audit list. */
    List<Change> keeping(AuditEntry entry) {
        return codec == null ? List.of() : List.of(Change.putForever(Kind.AUDIT, entry.id(), codec.write(entry)));
    }

    private void write(Change change) {
        write(List.of(change));
    }

    /** Writes without waiting: the journal itself logs a failure. */
    private void write(List<Change> changes) {
        if (journal != null && !changes.isEmpty()) {
            journal.write(changes);
        }
    }

    /**
     * A version was seen on a tab and has a place now.
     *
     * @param after returns the key of the release that a version is ahead of at the time of the call; empty when the
     *     version is behind
     */
    void seen(String version, Function<String, String> after) {
        if (journal == null) {
            return;
        }
        synchronized (unwritten) {
            unwritten.add(version);
            if (unwritten.size() > Kind.SEEN.maxEntries()) {
                Iterator<String> oldest = unwritten.iterator();
                oldest.next();
                oldest.remove();
            }
            if (!scheduled) {
                scheduled = true;
                timer.after(LATER, () -> writeSeen(after));
            }
        }
    }

    /** Writes the versions that are waiting. */
    void writeSeen(Function<String, String> after) {
        List<String> versions;
        synchronized (unwritten) {
            scheduled = false;
            versions = List.copyOf(unwritten);
            unwritten.clear();
        }
        if (journal == null || versions.isEmpty()) {
            return;
        }
        List<Change> changes = new ArrayList<>();
        for (String version : versions) {
            byte[] value = after.apply(version).getBytes(StandardCharsets.UTF_8);
            changes.add(Change.putForever(Kind.SEEN, version, value));
        }
        journal.write(changes).exceptionally(failure -> {
            versions.forEach(version -> seen(version, after));
            return null;
        });
    }
}

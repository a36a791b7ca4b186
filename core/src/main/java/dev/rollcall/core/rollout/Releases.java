// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.match.Standing;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.text.Version;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current version, those before it (the last {@value #MAX_RELEASES}), and the order of all versions. Only commands
 * change which version is current. Thread-safe.
 */
public final class Releases {

    /** The number of releases that are remembered. */
    public static final int MAX_RELEASES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final String UNKNOWN_VERSION = "dev";

    private final RecentList<Release> former = new RecentList<>(MAX_RELEASES - 1);
    private final ReleaseOrder order;
    private final RolloutJournal journal;
    private final @Nullable String configured;
    private volatile Release current; // written under the lock, never sent under it
    private volatile Runnable changed = () -> {};

    /**
     * Begins with what was kept. A configured version that was never current becomes current, without an announcement.
     * One that was current before the stored one does not: a restart must not make news of an old version.
     *
     * @param configured the version that the settings name; null for the stored one, and {@code dev} without any
     * @param at the time, in milliseconds since the epoch
     * @throws IllegalArgumentException when the version does not fit
     * @throws dev.rollcall.core.journal.JournalException when what is kept cannot be read
     */
    public Releases(@Nullable String configured, long at, RolloutJournal journal) {
        this.journal = journal;
        this.configured = configured;
        ReleaseMemory kept = journal.load();
        order = new ReleaseOrder(kept.names());
        List<Release> known = kept.releases();
        if (known.isEmpty() || (configured != null && !order.wasReleased(configured))) {
            current = Release.start(Version.require(configured == null ? UNKNOWN_VERSION : configured), at);
            order.release(current.version());
            former.addOlder(known);
            journal.released(current);
        } else {
            current = known.get(0);
            former.addOlder(known.subList(1, known.size()));
            warnIfOlder(configured);
        }
    }

    private void warnIfOlder(@Nullable String configured) {
        if (configured != null && !configured.equals(current.version())) {
            LOG.warn(
                    "current-version is {}, which was current before {}: {} stays current. To roll back, announce {}",
                    configured,
                    current.version(),
                    current.version(),
                    configured);
        }
    }

    /**
     * Sets what is called when another version has become current, on the thread that announced it, one call at a time.
     */
    public void onChange(Runnable action) {
        changed = action;
    }

    /** Returns the current version. */
    public String currentVersion() {
        return current.version();
    }

    /** Returns the current release. */
    public Release current() {
        return current;
    }

    /** Returns whether the current version is the one that the settings name, with none announced since. */
    public boolean isAsConfigured() {
        Release now = current;
        return now.id().equals(Release.START) && now.version().equals(configured);
    }

    /** Returns the order of versions, always up to date. */
    public VersionOrder order() {
        return order;
    }

    /** Returns up to {@value #MAX_RELEASES} releases, the current one first. */
    public List<Release> list() {
        synchronized (former) {
            return Stream.concat(Stream.of(current), former.list(MAX_RELEASES - 1).stream())
                    .toList();
        }
    }

    /**
     * Gives the version of a tab that connects its place in the order, if it has none. To be called before the tab is
     * greeted. A version that was never seen here counts as behind unless it is the current one.
     *
     * @param returning whether the tab was open before this process began: then its version is older, too
     */
    public void seen(String version, boolean returning) {
        if (order.seen(version, returning)) {
            journal.seen(version, this::keptAfter);
        }
    }

    private String keptAfter(String version) {
        Release now = current;
        return order.standing(version) == Standing.AHEAD ? now.key() : "";
    }

    /** Writes what is waiting to be kept. To be called at the end. */
    public void close() {
        journal.writeSeen(this::keptAfter);
    }

    /** Notifies a tab that has just connected if another version became current while it was let in. */
    public void catchUp(Connection connection, Release greeted) {
        Release now = current;
        if (!now.id().equals(greeted.id())) {
            boolean outdated = order.isOutdated(connection.version());
            connection.send(now.news().of(outdated, outdated && now.force()));
        }
    }

    /** Returns whether a version is or was current. */
    public boolean wasReleased(String version) {
        return order.wasReleased(version);
    }

    /** Returns whether a version was seen on a tab of this node, or is or was current. The oldest names are forgotten. */
    public boolean wasSeen(String version) {
        return order.wasSeen(version);
    }

    /** Returns whether releasing a version would be a rollback: it was current and no longer is. */
    public boolean isRollback(String version) {
        return version.equals(currentVersion()) ? current.rollback() : order.wasReleased(version);
    }

    /**
     * Makes a release current; returns false and does nothing when a later one is current, or when its version is
     * current already and it does not force.
     */
    boolean add(Release next) {
        synchronized (former) {
            boolean same = current.version().equals(next.version());
            if (next.number() < current.number()) {
                forget(next);
                return false;
            }
            if (same && !next.force()) {
                current = current.withNumber(next.number());
                forget(next);
                journal.update(current);
                return false;
            }
            former.add(current);
            // Change the order first: a tab that connects in between is greeted with the former release, and so catches
            // up.
            if (!same) {
                order.release(next.version());
            }
            current = next;
            journal.released(next);
        }
        changed.run();
        return true;
    }

    /**
     * Takes over the release that is current on other nodes; returns false and does nothing when the one here is as
     * late. A version that this node began with and nobody announced counts as never having been current.
     */
    boolean adopt(Release theirs) {
        synchronized (former) {
            boolean began = current.id().equals(Release.START);
            if (!began || theirs.version().equals(current.version())) {
                return theirs.number() > current.number() && add(theirs);
            }
            order.replaceStart(current.version(), theirs.version());
            journal.replace(current, theirs);
            current = theirs;
        }
        changed.run();
        return true;
    }

    /** Removes a release that was kept before it failed to become current, unless it was current in another process. */
    private void forget(Release next) {
        if (list().stream().noneMatch(release -> release.key().equals(next.key()))) {
            journal.forget(next);
        }
    }

    /** A release that only this node had made current now has its number among those of all nodes. */
    void number(String id, long number) {
        synchronized (former) {
            if (isCurrent(id) && number > current.number()) {
                current = current.withNumber(number);
                journal.update(current);
            }
        }
    }

    /** Records the number of tabs that a release has notified. */
    void finish(String id, int told) {
        synchronized (former) {
            if (isCurrent(id)) {
                current = told(current, told);
            } else {
                former.replace(release -> release.id().equals(id), release -> told(release, told));
            }
        }
    }

    private Release told(Release release, int tabs) {
        if (release.told() == tabs) {
            return release;
        }
        Release more = release.withTold(tabs);
        journal.update(more);
        return more;
    }

    boolean isCurrent(String id) {
        return current.id().equals(id);
    }

    /** Returns what must be known to go on after a restart. */
    ReleaseMemory memory() {
        synchronized (former) {
            return new ReleaseMemory(list(), order.names());
        }
    }
}

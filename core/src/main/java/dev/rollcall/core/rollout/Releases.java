// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.text.Version;
import java.util.List;
import java.util.stream.Stream;

/**
 * The current version, and those before it: the last {@value #MAX_RELEASES}, in memory only. Which version is current is
 * changed by commands alone. Thread-safe.
 */
public final class Releases {

    /** The number of releases that are remembered. */
    public static final int MAX_RELEASES = 100;

    private final RecentList<Release> former = new RecentList<>(MAX_RELEASES - 1);
    private volatile Release current; // written under the lock, never sent under it
    private volatile Runnable changed = () -> {};

    /**
     * Begins with a version that is announced to nobody.
     *
     * @param at the time, in milliseconds since the epoch
     * @throws IllegalArgumentException when the version does not fit
     */
    public Releases(String version, long at) {
        current = new Release("start", Version.require(version), false, at, Actor.APPLICATION, 0);
    }

    /** Sets what is called when another version has become current, on the thread that announced it. One at a time. */
    public void onChange(Runnable action) {
        changed = action;
    }

    /** Returns the current version. */
    public String currentVersion() {
        return current.version();
    }

    /** Returns the releases, the current one first; at most {@value #MAX_RELEASES}. */
    public List<Release> list() {
        Release now = current;
        return Stream.concat(Stream.of(now), former.list(MAX_RELEASES - 1).stream())
                .toList();
    }

    /**
     * Notifies a tab that has just connected of a version that became current while it was let in, and of nothing else.
     *
     * @param toldVersion the version that was current when the tab was greeted
     */
    public void catchUp(Connection connection, String toldVersion) {
        Release now = current;
        if (!now.version().equals(toldVersion) && !connection.version().equals(now.version())) {
            connection.send(now.message());
        }
    }

    /** Makes a release current; false, and nothing is done, when its version is current already and it does not force. */
    boolean add(Release next) {
        synchronized (former) {
            if (current.version().equals(next.version()) && !next.force()) {
                return false;
            }
            former.add(current);
            current = next;
        }
        changed.run();
        return true;
    }

    /** Keeps the number of tabs that a release has notified. */
    void finish(String id, int told) {
        synchronized (former) {
            if (isCurrent(id)) {
                current = current.withTold(told);
            } else {
                former.replace(release -> release.id().equals(id), release -> release.withTold(told));
            }
        }
    }

    boolean isCurrent(String id) {
        return current.id().equals(id);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.match.Standing;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.rollout.ReleaseMemory.Name;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The order in which versions were released and first seen. Reading and adding cost O(1), whatever the number of versions.
 * Thread-safe.
 */
final class ReleaseOrder implements VersionOrder {

    /*
     * Design: each version has one place, a number that only grows: for a version that was released, the place of its
     * latest release; for any other, the place of its first tab. A version with a lower place than the current one is
     * behind it, and one with a higher place is ahead. A release takes the highest place, so everything seen until then
     * falls behind with one write. Places are read without a lock; they are written, and the oldest names dropped,
     * under one. Released names have a bound of their own, so that made-up names cannot push them out.
     */

    private record Placed(String version, long place) {}

    private final ConcurrentHashMap<String, Long> places = new ConcurrentHashMap<>();
    private final Set<String> released = new LinkedHashSet<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private final long beforeThisProcess;
    private long last;
    private volatile Placed current = new Placed("", 0);

    /**
     * Begins with an order that was kept.
     *
     * @param names oldest first; none of them may be current until {@link #release}
     */
    ReleaseOrder(List<Name> names) {
        for (Name name : names) {
            places.put(name.version(), ++last);
            (name.released() ? released : seen).add(name.version());
            if (name.released()) {
                current = new Placed(name.version(), last);
            }
        }
        beforeThisProcess = ++last;
    }

    @Override
    public String currentVersion() {
        return current.version();
    }

    @Override
    public Standing standing(String version) {
        Placed now = current;
        if (version.equals(now.version())) {
            return Standing.CURRENT;
        }
        Long place = places.get(version);
        return place == null || place < now.place() ? Standing.BEHIND : Standing.AHEAD;
    }

    @Override
    public List<String> sorted(Collection<String> versions) {
        return versions.stream()
                .map(version -> new Placed(version, places.getOrDefault(version, 0L))) // a place may change meanwhile
                .sorted(Comparator.comparingLong(Placed::place))
                .map(Placed::version)
                .toList();
    }

    /**
     * Gives a version its place when a tab on it connects and it has none yet. A tab that was open before this process
     * began shows that its version is at least as old, even when a newer tab on it came first.
     *
     * @param returning whether the tab was open before this process began
     * @return whether the version has a new place
     */
    boolean seen(String version, boolean returning) {
        return !isInPlace(version, returning) && place(version, returning);
    }

    private boolean isInPlace(String version, boolean returning) {
        Long place = places.get(version);
        return place != null && (!returning || place <= beforeThisProcess);
    }

    private synchronized boolean place(String version, boolean returning) {
        if (isInPlace(version, returning) || released.contains(version)) {
            return false;
        }
        places.put(version, returning ? beforeThisProcess : ++last);
        seen.add(version);
        dropOldest(seen);
        return true;
    }

    /** Makes a version current. Every other version seen until now is behind it. */
    synchronized void release(String version) {
        seen.remove(version);
        released.remove(version);
        released.add(version);
        places.put(version, ++last);
        current = new Placed(version, last);
        dropOldest(released);
    }

    /**
     * Makes a version current in place of the one that this node began with and nobody announced: that one is now
     * ahead, as if it had first been seen on a tab.
     */
    synchronized void replaceStart(String start, String version) {
        released.remove(start);
        release(version);
        places.put(start, ++last);
        seen.add(start);
    }

    /** Returns whether a version is or was current. */
    synchronized boolean wasReleased(String version) {
        return released.contains(version);
    }

    /** Returns whether a version has a place: it was released, or seen on a tab. */
    boolean wasSeen(String version) {
        return places.containsKey(version);
    }

    /** Returns all names with a place, oldest first. */
    synchronized List<Name> names() {
        return Stream.concat(
                        released.stream().map(version -> new Name(version, true)),
                        seen.stream().map(version -> new Name(version, false)))
                .sorted(Comparator.comparingLong(name -> places.getOrDefault(name.version(), 0L)))
                .toList();
    }

    private void dropOldest(Set<String> names) {
        if (names.size() > ReleaseMemory.MAX_NAMES) {
            Iterator<String> oldest = names.iterator();
            places.remove(oldest.next());
            oldest.remove();
        }
    }
}

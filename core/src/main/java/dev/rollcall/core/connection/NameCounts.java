// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.ObjIntConsumer;

/**
 * The number of connections on each version, or on each route. Every name is counted exactly, however many there are: a
 * connection keeps its name anyway, so leaving some out would save nothing. Taking a name and giving it back cost O(1).
 * Thread-safe.
 */
public final class NameCounts {

    /* Design: joining a name that is there takes no lock. Adding and removing one share a read lock; the write lock is
     * taken only to move the names that are left into a smaller map, because ConcurrentHashMap never shrinks and a crowd of
     * made-up names would leave its table behind. A name that a reader misses without the lock is looked up again under
     * it. */

    private static final int SMALL = 4_096;

    private final StampedLock lock = new StampedLock();
    private final CountedName untracked = CountedName.untracked();
    private volatile ConcurrentHashMap<String, CountedName> byName = new ConcurrentHashMap<>();
    private volatile long most; // since the map was made; a race may lose an update, and then it shrinks later

    CountedName take(String name) {
        CountedName known = byName.get(name);
        return known != null && known.join() ? known : add(name);
    }

    /** The name of connections whose name is not tracked; counted nowhere. */
    CountedName untracked() {
        return untracked;
    }

    void giveBack(CountedName name) {
        if (!name.isUntracked() && name.leave()) {
            remove(name);
            shrinkIfSparse();
        }
    }

    /** The number of different names now. */
    public long distinct() {
        return byName.mappingCount();
    }

    /**
     * Calls an action for each name and its count, in no order. While connections come and go, each count is up to
     * date.
     */
    public void forEach(ObjIntConsumer<String> action) {
        for (CountedName name : byName.values()) {
            int count = name.count();
            if (count > 0) {
                action.accept(name.name(), count);
            }
        }
    }

    private CountedName add(String name) {
        long stamp = lock.readLock();
        try {
            ConcurrentHashMap<String, CountedName> map = byName;
            CountedName made = CountedName.first(name);
            for (CountedName known = map.putIfAbsent(name, made); known != null; known = map.putIfAbsent(name, made)) {
                if (known.join()) {
                    return known;
                }
                map.remove(name, known); // dead: its last connection has just left
            }
            most = Math.max(most, map.mappingCount());
            return made;
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void remove(CountedName name) {
        long stamp = lock.readLock();
        try {
            byName.remove(name.name(), name);
        } finally {
            lock.unlockRead(stamp);
        }
    }

    private void shrinkIfSparse() {
        if (!isSparse()) {
            return;
        }
        long stamp = lock.writeLock();
        try {
            if (isSparse()) {
                byName = new ConcurrentHashMap<>(byName);
                most = byName.mappingCount();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private boolean isSparse() {
        return most > SMALL && byName.mappingCount() < most / 8;
    }
}

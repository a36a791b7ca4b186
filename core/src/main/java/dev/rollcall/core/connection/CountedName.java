// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A version or a route with the number of connections on it, shared by all of them. Connections point to it, so that
 * neither the text nor a map entry is kept for each. Thread-safe; made and counted by {@link NameCounts} only.
 */
final class CountedName {

    private static final AtomicIntegerFieldUpdater<CountedName> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(CountedName.class, "count");

    private static final int DEAD = -1;
    private static final int CLOSED = -2;
    private static final int UNTRACKED = -3;

    private final String name;
    private volatile int count;

    private CountedName(String name, int count) {
        this.name = name;
        this.count = count;
    }

    static CountedName first(String name) {
        return new CountedName(name, 1);
    }

    static CountedName untracked() {
        return new CountedName("", UNTRACKED);
    }

    /** The last name of a connection that has gone, for callers that still ask. */
    static CountedName closed(String name) {
        return new CountedName(name, CLOSED);
    }

    String name() {
        return name;
    }

    /** The number of connections on it now. */
    int count() {
        return Math.max(0, count);
    }

    boolean isClosed() {
        return count == CLOSED;
    }

    boolean isUntracked() {
        return count == UNTRACKED;
    }

    /**
     * Counts one more connection; returns false when the last one has just left, and the caller must look for a new
     * object.
     */
    boolean join() {
        int now = count;
        while (now > 0) {
            if (COUNT.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = count;
        }
        return false;
    }

    /** Counts one connection fewer; returns true when it was the last, and this object is now dead. */
    boolean leave() {
        return COUNT.decrementAndGet(this) == 0 && COUNT.compareAndSet(this, 0, DEAD);
    }
}

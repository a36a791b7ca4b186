// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A version or a route, shared by all connections that are on it, with their number. Connections point at it, so neither
 * the text nor a map entry is kept per connection. Thread-safe; made and counted by {@link NameCounts} only.
 */
public final class CountedName {

    private static final AtomicIntegerFieldUpdater<CountedName> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(CountedName.class, "count");

    private static final int DEAD = -1;
    private static final int FOLDED = -2;
    private static final int CLOSED = -3;
    private static final int UNTRACKED = -4;

    private final String name;
    private volatile int count;

    private CountedName(String name, int count) {
        this.name = name;
        this.count = count;
    }

    static CountedName first(String name) {
        return new CountedName(name, 1);
    }

    static CountedName folded(String name) {
        return new CountedName(name, FOLDED);
    }

    static CountedName untracked() {
        return new CountedName("", UNTRACKED);
    }

    /** The last label of a connection that is gone: keeps the name for those who still ask. */
    static CountedName closed(String name) {
        return new CountedName(name, CLOSED);
    }

    /** The version or route itself, even when it is counted under {@code (other)}. */
    public String name() {
        return name;
    }

    /** How many connections are on it now; 0 when it is not counted by itself. */
    public int count() {
        return Math.max(0, count);
    }

    boolean isFolded() {
        return count == FOLDED;
    }

    boolean isClosed() {
        return count == CLOSED;
    }

    boolean isUntracked() {
        return count == UNTRACKED;
    }

    /** One more; false when the last one has just left, and the caller must look for a new label. */
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

    /** One less; true when it was the last and the label is dead now. */
    boolean leave() {
        return COUNT.decrementAndGet(this) == 0 && COUNT.compareAndSet(this, 0, DEAD);
    }
}

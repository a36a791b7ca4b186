// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All connections of this node: by slot, and chained in order of arrival. Adding and removing take one lock for a few
 * assignments; reading takes none and may miss connections that come or go meanwhile.
 */
final class Registry {

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /** The arrival of a connection that was removed before it was published. */
    private static final long GONE = -1;

    private volatile AtomicReferenceArray<Connection>[] chunks = newChunks(0);
    private volatile @Nullable Connection head;
    private volatile int size;
    private final Map<Transport, AtomicInteger> byTransport = Transport.map(transport -> new AtomicInteger());

    /* Under the lock: */
    private @Nullable Connection tail;
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private long arrivals;

    synchronized int reserve() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        int slot = used++;
        if (slot >> CHUNK_BITS == chunks.length) {
            AtomicReferenceArray<Connection>[] grown = Arrays.copyOf(chunks, chunks.length + 1);
            grown[chunks.length] = new AtomicReferenceArray<>(CHUNK);
            chunks = grown;
        }
        return slot;
    }

    /**
     * Gives a slot back. Only to be called when everybody knows that its connection is gone: they may know it by its
     * slot.
     */
    synchronized void release(int slot) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = slot;
    }

    /** Makes a connection visible; returns false when it was removed before that. */
    synchronized boolean publish(Connection connection) {
        if (connection.arrival == GONE) {
            return false;
        }
        connection.arrival = ++arrivals;
        Connection last = tail;
        connection.previous = last;
        if (last == null) {
            head = connection;
        } else {
            last.next = connection;
        }
        tail = connection;
        chunks[connection.slot() >> CHUNK_BITS].set(connection.slot() & (CHUNK - 1), connection);
        size++;
        count(connection.transport()).incrementAndGet();
        return true;
    }

    /** To be called once for each connection, and {@link #release} after it. Returns whether it was published. */
    synchronized boolean remove(Connection connection) {
        if (connection.arrival == 0) {
            connection.arrival = GONE;
            return false;
        }
        unchain(connection);
        chunks[connection.slot() >> CHUNK_BITS].set(connection.slot() & (CHUNK - 1), null);
        size--;
        count(connection.transport()).decrementAndGet();
        return true;
    }

    private void unchain(Connection connection) {
        Connection before = connection.previous;
        Connection after = connection.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        connection.previous = null;
        connection.next =
                connection; // not to a later one: a reference to this connection would keep all later ones alive
    }

    int size() {
        return size;
    }

    /** How many connections each transport holds. */
    Map<Transport, Integer> byTransport() {
        return Transport.map(transport -> count(transport).get());
    }

    private AtomicInteger count(Transport transport) {
        return Objects.requireNonNull(byTransport.get(transport), "count");
    }

    @Nullable
    Connection at(int slot) {
        AtomicReferenceArray<Connection>[] all = chunks;
        int chunk = slot >> CHUNK_BITS;
        return slot < 0 || chunk >= all.length ? null : all[chunk].get(slot & (CHUNK - 1));
    }

    /** The connection that has been here longest. */
    @Nullable
    Connection first() {
        return head;
    }

    /** The connection that came next and is still here; null when there is none. */
    @Nullable
    Connection after(Connection connection) {
        Connection next = connection.next;
        return next == connection ? firstAfter(connection.arrival) : next;
    }

    /** The first connection that came after a running number; null when there is none. */
    @Nullable
    Connection firstAfter(long arrival) {
        Connection at = head;
        while (at != null && at.arrival <= arrival) {
            Connection next = at.next;
            at = next == at ? head : next; // itself: it was removed while we were at it
        }
        return at;
    }

    /** Every {@code of}-th slot from {@code part} on: a fixed share of the connections, spread evenly. */
    void forEach(int part, int of, Consumer<Connection> action) {
        AtomicReferenceArray<Connection>[] all = chunks;
        for (int slot = part; slot < all.length << CHUNK_BITS; slot += of) {
            Connection connection = all[slot >> CHUNK_BITS].get(slot & (CHUNK - 1));
            if (connection != null) {
                action.accept(connection);
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there is no other way to make arrays of generics
    private static AtomicReferenceArray<Connection>[] newChunks(int count) {
        return new AtomicReferenceArray[count];
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections that are not held. At the limit the host stops accepting, so that further connections wait in
 * the listen backlog. Thread-safe.
 */
public final class PendingConnections {

    private final int max;
    private final Set<Pending> present = ConcurrentHashMap.newKeySet();
    private final Set<Pending> holding = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile Runnable capacityChanged = () -> {};

    /**
     * Makes an empty set.
     *
     * @param max how many connections may be pending, at least 1
     */
    public PendingConnections(int max) {
        this.max = max;
    }

    /**
     * Sets the one listener for changes of {@link #hasCapacity}.
     *
     * @param listener reads {@link #hasCapacity} on the thread that accepts, so that no change can get lost. Called on
     *     any thread
     */
    public void onCapacityChange(Runnable listener) {
        capacityChanged = listener;
    }

    /** Returns whether another connection may be accepted. */
    public boolean hasCapacity() {
        return count.get() < max;
    }

    /** Counts a connection. */
    public void enter(Pending connection) {
        present.add(connection);
        if (count.incrementAndGet() == max) {
            capacityChanged.run();
        }
        if (draining) { // It may have come after the others were told to leave.
            connection.leaveSoon();
        }
    }

    /** Stops counting a connection. Does nothing if it is not counted. */
    public void leave(Pending connection) {
        if (!present.remove(connection)) {
            return;
        }
        int left = count.decrementAndGet();
        if (left == max - 1) {
            capacityChanged.run();
        }
        completeIfEmpty();
    }

    /** Stops counting a connection that now holds a stream. A drain still tells it to leave. */
    public void startHolding(Pending connection) {
        holding.add(connection);
        leave(connection);
        if (draining) {
            connection.leaveSoon();
        }
    }

    /** Counts a connection again, because its last held stream has ended. */
    public void stopHolding(Pending connection) {
        enter(connection);
        holding.remove(connection);
    }

    /** Forgets a connection that is gone, whether it held streams or not. */
    public void forget(Pending connection) {
        holding.remove(connection);
        leave(connection);
        completeIfEmpty();
    }

    /**
     * Returns whether a connection may be kept for another request: not above three quarters of the limit, nor in a
     * drain.
     */
    public boolean mayKeepAlive() {
        return !draining && count.get() <= max - max / 4;
    }

    /** Returns how many connections are pending. */
    public int count() {
        return count.get();
    }

    /** Closes the idle connections, and the others after their answers. Completes when all have gone. */
    public CompletionStage<@Nullable Void> drain() {
        draining = true;
        present.forEach(Pending::leaveSoon);
        holding.forEach(Pending::leaveSoon);
        completeIfEmpty();
        return empty;
    }

    private void completeIfEmpty() {
        if (draining && count.get() == 0 && holding.isEmpty()) {
            empty.complete(null);
        }
    }
}

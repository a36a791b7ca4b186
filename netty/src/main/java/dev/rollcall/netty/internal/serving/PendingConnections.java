// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are not held: sending a request, waiting for an answer, or kept alive. Bounded by not accepting
 * more, so that what comes waits in the listener's backlog. Thread-safe.
 */
public final class PendingConnections {

    /** A connection that is not held. */
    public interface Waiter {

        /** Closes the connection when it is only waiting, else after the answer that is under way. From any thread. */
        void leaveSoon();
    }

    private final int max;
    private final Set<Waiter> present = ConcurrentHashMap.newKeySet();
    private final Set<Waiter> settled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile Runnable gate = () -> {};

    PendingConnections(int max) {
        this.max = max;
    }

    /**
     * Names who is told that there may be room again, or none any more.
     *
     * @param told asks {@link #hasRoom} on the thread that accepts, so that no pause or resume can get lost
     */
    public void guard(Runnable told) {
        gate = told;
    }

    /** Whether another connection may be accepted. */
    public boolean hasRoom() {
        return count.get() < max;
    }

    public void enter(Waiter connection) {
        present.add(connection);
        if (count.incrementAndGet() == max) {
            gate.run();
        }
        if (draining) { // It may have come while the others were told.
            connection.leaveSoon();
        }
    }

    public void leave(Waiter connection) {
        if (!present.remove(connection)) {
            return;
        }
        int left = count.decrementAndGet();
        if (left == max - 1) {
            gate.run();
        }
        completeWhenEmpty();
    }

    /** It holds streams now and is not counted any more, but is still told when the node is leaving. */
    public void settle(Waiter connection) {
        settled.add(connection);
        leave(connection);
        if (draining) {
            connection.leaveSoon();
        }
    }

    /** One that had settled holds no stream any more. */
    public void returned(Waiter connection) {
        enter(connection);
        settled.remove(connection);
    }

    /** One that had settled has gone. */
    public void gone(Waiter connection) {
        settled.remove(connection);
        leave(connection);
        completeWhenEmpty();
    }

    /** Whether a connection may stay for another request: not when there is a crowd, nor when the node is leaving. */
    public boolean mayStay() {
        return !draining && count.get() <= max - max / 4;
    }

    public int count() {
        return count.get();
    }

    /** Sends away who is only waiting; the others go after their answer. Completes when all have gone. */
    public CompletionStage<@Nullable Void> drain() {
        draining = true;
        present.forEach(Waiter::leaveSoon);
        settled.forEach(Waiter::leaveSoon);
        completeWhenEmpty();
        return empty;
    }

    private void completeWhenEmpty() {
        if (draining && count.get() == 0 && settled.isEmpty()) {
            empty.complete(null);
        }
    }
}

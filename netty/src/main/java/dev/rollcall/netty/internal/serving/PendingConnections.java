// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.serving;

import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.netty.internal.serving.Pending.Stage;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that are not held. At the limit, the one that deserves its place least is closed for a newcomer, so
 * that clients that only keep connections open keep nobody out; see {@link PendingPlaces}. The host stops accepting
 * only while many closed ones have not gone yet. Thread-safe.
 */
public final class PendingConnections {

    /** How many connections may be told to make room before the host waits for them to go. */
    private static final int MOST_LEAVING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(PendingConnections.class);

    private final int max;
    private final Runnable sentAway;
    private final OncePerMinute warnings = new OncePerMinute();
    private final PendingPlaces places; // this and the next two: under the lock
    private final Set<Pending> leaving = new HashSet<>();
    private final Set<Pending> holding = new HashSet<>();
    private final CompletableFuture<@Nullable Void> empty = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile int count;
    private volatile int leavingCount;
    private volatile Runnable capacityChanged = () -> {};

    /**
     * Makes an empty set.
     *
     * @param max how many connections may be pending, at least 1
     * @param sentAway called for each connection that is closed to make room, on any thread
     */
    public PendingConnections(int max, Runnable sentAway) {
        this.max = max;
        this.sentAway = sentAway;
        this.places = new PendingPlaces(max);
    }

    /**
     * Sets the one listener for changes of {@link #hasCapacity}.
     *
     * @param listener must read {@link #hasCapacity} on the thread that accepts, so that no change gets lost. Called on
     *     any thread
     */
    public void onCapacityChange(Runnable listener) {
        capacityChanged = listener;
    }

    /** Returns whether another connection may be accepted. */
    public boolean hasCapacity() {
        return leavingCount < MOST_LEAVING;
    }

    /**
     * Counts a connection. If there is no room, another one, or this one, is told to make room.
     *
     * @param address the peer's address; null if unknown
     * @param stage how far it has come
     */
    public void enter(Pending connection, @Nullable InetAddress address, Stage stage) {
        Pending loses;
        synchronized (this) {
            loses = places.enter(connection, address, stage);
            if (loses != null) {
                leaving.add(loses);
            }
            counted();
        }
        if (loses != null) {
            makeRoom(loses);
        }
        if (draining) { // It may have come after the rest were told to leave.
            connection.leaveSoon();
        }
    }

    /** Notes how far a connection has come. Does nothing if it is not counted. */
    public synchronized void stage(Pending connection, Stage stage) {
        places.stage(connection, stage);
    }

    /** Stops counting a connection. Does nothing if it is not counted. */
    public void leave(Pending connection) {
        boolean resumes;
        synchronized (this) {
            boolean wasFull = leaving.size() >= MOST_LEAVING;
            if (!places.leave(connection) && !leaving.remove(connection)) {
                return;
            }
            counted();
            resumes = wasFull && hasCapacity();
        }
        if (resumes) {
            capacityChanged.run();
        }
        completeIfEmpty();
    }

    /** Stops counting a connection that now holds a stream. A drain still tells it to leave. */
    public void startHolding(Pending connection) {
        synchronized (this) {
            holding.add(connection);
        }
        leave(connection);
        if (draining) {
            connection.leaveSoon();
        }
    }

    /** Counts a connection again, because its last held stream has ended. */
    public void stopHolding(Pending connection, @Nullable InetAddress address, Stage stage) {
        enter(connection, address, stage);
        synchronized (this) {
            holding.remove(connection);
        }
    }

    /** Forgets a connection that is gone, whether it held streams or not. */
    public void forget(Pending connection) {
        synchronized (this) {
            holding.remove(connection);
        }
        leave(connection);
        completeIfEmpty();
    }

    /**
     * Returns whether a connection may be kept for another request: not above three quarters of the limit, nor during a
     * drain.
     */
    public boolean mayKeepAlive() {
        return !draining && count <= max - max / 4;
    }

    /** Returns how many connections are pending. */
    public int count() {
        return count;
    }

    /** Closes the idle connections, and the others after their answers. Completes when all are gone. */
    public CompletionStage<@Nullable Void> drain() {
        draining = true;
        Set<Pending> all = new HashSet<>();
        synchronized (this) {
            all.addAll(places.all());
            all.addAll(holding);
        }
        all.forEach(Pending::leaveSoon);
        completeIfEmpty();
        return empty;
    }

    private void makeRoom(Pending loses) {
        sentAway.run();
        long more = warnings.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "More than {} connections were open that hold no tab, or too many from one address. Those that had sent"
                            + " least, the oldest first, are closed to make room: one now, {} before it.",
                    max,
                    more);
        }
        loses.makeRoom();
        if (!hasCapacity()) {
            capacityChanged.run();
        }
    }

    private void counted() {
        count = places.size() + leaving.size();
        leavingCount = leaving.size();
    }

    private synchronized void completeIfEmpty() {
        if (draining && count == 0 && holding.isEmpty()) {
            empty.complete(null);
        }
    }
}

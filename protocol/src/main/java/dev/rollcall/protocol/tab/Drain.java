// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How tabs leave when the server does: each is told when to come back, at a time of its own, and its connection is ended.
 * The more tabs there are, the further their times are spread. A polling tab cannot be told before it polls: until then
 * its lease continues, within the grace period. Thread-safe.
 */
final class Drain {

    private static final int COMEBACKS_PER_SECOND = 1_000;

    /**
     * Longer than a server without many polling tabs takes to leave. A tab that comes back to a server still leaving
     * would be refused, and stay away for another 5 to 15 seconds.
     */
    private static final long SOONEST_MILLIS = 2_000;

    private final Internals core;
    private final Places places;
    private final RandomGenerator random;
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> leaving = new AtomicReference<>();
    private volatile long spreadMillis = 1_000;

    Drain(Internals core, Places places, RandomGenerator random) {
        this.core = core;
        this.places = places;
        this.random = random;
    }

    /** The first call counts: two hosts of one protocol leave together, and each may say so. */
    CompletionStage<@Nullable Void> start(Duration grace) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> before = leaving.compareAndExchange(null, done);
        if (before != null) {
            return before;
        }
        core.timer().after(grace, () -> done.complete(null));
        spreadMillis = 1_000 + core.hub().size() * 1_000L / COMEBACKS_PER_SECOND;
        places.close(() -> done.complete(null));
        core.hub().forEach(0, 1, connection -> sendAway(connection.outbound()));
        return done;
    }

    /**
     * For a tab that was let in before the draining began but has opened only now: {@link #start} may not have seen it.
     */
    void sendAwayIfLeaving(Outbound tab) {
        if (places.isClosed()) {
            sendAway(tab);
        }
    }

    private void sendAway(Outbound tab) {
        Message reconnect = Messages.reconnect(SOONEST_MILLIS + random.nextLong(spreadMillis));
        if (tab instanceof PollingTab polling) {
            polling.sendAway(reconnect);
        } else {
            tab.send(reconnect);
            tab.close(Disconnect.GOING_AWAY);
        }
    }
}

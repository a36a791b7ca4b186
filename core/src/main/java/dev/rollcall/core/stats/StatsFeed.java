// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends stats to subscribers. A change in the hub only sets a mark; a tick later one snapshot is built, encoded once,
 * and sent to all. After a quiet time the tick comes at once, otherwise after the interval, or later when the last
 * message was large; the last state always arrives. Thread-safe; ticks run on the timer's thread.
 */
public final class StatsFeed implements HubObserver {

    private final SubscriberGroup whole;
    private final SubscriberGroup deltas;
    private final ConcurrentHashMap<Connection, Subscription> subscriptions = new ConcurrentHashMap<>();
    private volatile Supplier<CompletionStage<@Nullable Void>> look = () -> CompletableFuture.completedStage(null);

    /** Begins without subscribers. */
    public StatsFeed(SnapshotBuilder reader, StatsLimits limits, Timer timer, Telemetry telemetry) {
        whole = new SubscriberGroup(reader, limits, timer, telemetry, false);
        deltas = new SubscriberGroup(reader, limits, timer, telemetry, true);
    }

    /**
     * Sends stats to a connection from now on, the first as soon as the limits allow. Subscribing again sends a whole
     * snapshot again.
     *
     * @param delta whether only changes are to follow the first snapshot
     */
    public void subscribe(Connection connection, boolean delta) {
        Subscription subscription = new Subscription(delta);
        subscriptions.put(connection, subscription);
        look.get().whenComplete((all, failure) -> start(connection, subscription));
    }

    /**
     * Adds a connection to its group, unless it has unsubscribed or subscribed again meanwhile. This takes no lock, so it checks
     * once more afterwards.
     */
    private void start(Connection connection, Subscription subscription) {
        if (subscriptions.get(connection) != subscription) {
            return;
        }
        SubscriberGroup group = subscription.delta ? deltas : whole;
        (subscription.delta ? whole : deltas).remove(connection);
        group.add(connection);
        if (connection.isClosed()) { // it may have closed before its subscription was in the map
            subscriptions.remove(connection, subscription);
        }
        Subscription now = subscriptions.get(connection);
        if (now == null || now.delta != subscription.delta) {
            group.remove(connection);
        }
    }

    /**
     * Sets what is called when somebody subscribes, on the subscribing thread. The first stats are sent once it
     * completes: the counts of other nodes must have arrived or been given up.
     */
    public void onSubscribe(Supplier<CompletionStage<@Nullable Void>> looks) {
        look = looks;
    }

    /** Stops sending stats to a connection. */
    public void unsubscribe(Connection connection) {
        subscriptions.remove(connection);
        whole.remove(connection);
        deltas.remove(connection);
    }

    /** How many connections receive stats. */
    public int subscribers() {
        return subscriptions.size();
    }

    /** A slow subscriber has missed a change: its next message is a whole snapshot. */
    public void resync(Connection connection) {
        deltas.refresh(connection);
    }

    /** Something that stats show has changed. */
    public void changed() {
        whole.changed();
        deltas.changed();
    }

    @Override
    public void opened(Connection connection) {
        changed();
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        changed();
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        unsubscribe(connection);
        changed();
    }

    /** What a connection last asked for; compared by identity. */
    private static final class Subscription {
        private final boolean delta;

        Subscription(boolean delta) {
            this.delta = delta;
        }
    }
}

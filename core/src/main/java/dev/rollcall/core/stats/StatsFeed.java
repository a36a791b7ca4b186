// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;

/**
 * Hands stats to subscribers. A change in the hub costs them nothing but a mark; a tick later one snapshot is built,
 * encoded once, and sent to all. When things were quiet the tick comes at once, else after the interval, or later when
 * the last message was large; the last state always arrives. Thread-safe; ticks run on the timer's thread.
 */
public final class StatsFeed implements HubObserver {

    private final SubscriberGroup whole;
    private final SubscriberGroup deltas;
    private volatile Runnable onSubscribe = () -> {};

    /** A feed without subscribers. */
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
        (delta ? whole : deltas).remove(connection);
        (delta ? deltas : whole).add(connection);
        onSubscribe.run();
    }

    /** Sets what is called when somebody subscribes, on that thread. */
    public void onSubscribe(Runnable action) {
        onSubscribe = action;
    }

    /** Stops sending stats to a connection. */
    public void unsubscribe(Connection connection) {
        whole.remove(connection);
        deltas.remove(connection);
    }

    /** How many connections are sent stats. */
    public int subscribers() {
        return whole.size() + deltas.size();
    }

    /** A subscriber missed a change, because it was slow: its next message is a whole snapshot. */
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
}

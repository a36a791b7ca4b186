// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registry of this node: who is connected, on which version and route. Opening, closing and changing the route cost
 * O(1), whatever the number of connections. Thread-safe; no observer is ever called under a lock.
 */
public final class Hub {

    private final Registry registry = new Registry();
    private final ConnectionIds ids = new ConnectionIds();
    private final Timer timer;
    private final NameCounts versions;
    private final NameCounts routes;
    private final boolean routeTracking;
    private final List<HubObserver> observers;

    /**
     * An empty hub.
     *
     * @param maxVersions how many different versions are counted by themselves, at least 1
     * @param maxRoutes how many different routes are counted by themselves, at least 1
     * @param routeTracking whether routes are kept at all
     */
    public Hub(Timer timer, int maxVersions, int maxRoutes, boolean routeTracking, List<HubObserver> observers) {
        this.timer = timer;
        this.versions = new NameCounts(maxVersions);
        this.routes = new NameCounts(maxRoutes);
        this.routeTracking = routeTracking;
        this.observers = List.copyOf(observers);
    }

    /**
     * Lets a tab in.
     *
     * @param admission what is known of it
     * @param outbound makes the way to the tab; called once, before anybody else can see the connection, so that what it
     *     sends there is the first the tab hears; when it throws, nobody has seen the connection
     * @return the connection; already closed, and never seen by anybody, when making the way closed it
     */
    public Connection open(Admission admission, Function<Connection, Outbound> outbound) {
        CountedName version = versions.take(admission.version());
        CountedName route = routeTracking ? routes.take(admission.route()) : routes.untracked();
        int slot = registry.reserve();
        Connection connection = new Connection(this, admission, version, route, slot, ids.newNonce(), timer.millis());
        try {
            connection.attach(outbound.apply(connection));
        } catch (RuntimeException e) {
            takeOut(connection);
            throw e;
        }
        if (registry.publish(connection)) {
            observers.forEach(observer -> observer.opened(connection));
        }
        return connection;
    }

    /**
     * Puts a connection on another route.
     *
     * @return whether anything changed: not when it is there already, when it is closed, or when routes are not tracked
     */
    public boolean route(Connection connection, String route) {
        String before = connection.route();
        if (!routeTracking || before.equals(route)) {
            return false;
        }
        CountedName to = routes.take(route);
        CountedName from = connection.swapRoute(to);
        routes.giveBack(from == null ? to : from);
        if (from == null) {
            return false;
        }
        observers.forEach(observer -> observer.routeChanged(connection, from.name(), route));
        return true;
    }

    /**
     * Takes a connection out. Does nothing when it is out already. This does not end the wire: see
     * {@link Connection#disconnect}. Observers hear of it after {@code opened} when the host opens and closes on one
     * thread, as hosts do.
     */
    public void close(Connection connection, Disconnect why) {
        if (takeOut(connection)) {
            observers.forEach(observer -> observer.closed(connection, why));
        }
    }

    /** Returns whether the connection was visible until now. */
    private boolean takeOut(Connection connection) {
        CountedName from = connection.markClosed();
        if (from == null) {
            return false;
        }
        routes.giveBack(from);
        versions.giveBack(connection.versionLabel());
        return registry.remove(connection);
    }

    /** The connection with a public id; null when there is none (any more). */
    public @Nullable Connection find(String id) {
        ConnectionIds.Parsed parsed = ids.parse(id);
        if (parsed == null) {
            return null;
        }
        Connection connection = registry.at(parsed.slot());
        return connection != null && connection.nonce() == parsed.nonce() ? connection : null;
    }

    /** How many connections there are. */
    public int size() {
        return registry.size();
    }

    /** How many connections each transport holds; every transport is there. A new map. */
    public Map<Transport, Integer> transports() {
        return registry.byTransport();
    }

    /**
     * Counts one version by itself even when the limit on versions is reached: the one in force, so that strangers with
     * made-up versions cannot hide how far a rollout is. For connections that open from now on.
     */
    public void keepVersion(String version) {
        versions.keep(version);
    }

    /** Counts by version. */
    public NameCounts versions() {
        return versions;
    }

    /** Counts by route; empty when routes are not tracked. */
    public NameCounts routes() {
        return routes;
    }

    /** Whether routes are kept. */
    public boolean routeTracking() {
        return routeTracking;
    }

    /**
     * Calls an action for a fixed share of the connections, in no order. All shares together are all connections.
     *
     * @param part which share, from 0 to {@code of - 1}
     * @param of how many shares, at least 1
     */
    public void forEach(int part, int of, Consumer<Connection> action) {
        registry.forEach(part, of, action);
    }

    /** As {@link #forEach}, each on the {@linkplain Outbound#loop loop} that serves it, soon, where there is one. */
    public void forEachOnLoop(int part, int of, Consumer<Connection> action) {
        Fanout fanout = new Fanout(action);
        registry.forEach(part, of, fanout::add);
        fanout.finish();
    }

    /** How many match. */
    public int count(Predicate<Connection> target) {
        int[] matched = {0};
        registry.forEach(0, 1, connection -> {
            if (target.test(connection)) {
                matched[0]++;
            }
        });
        return matched[0];
    }

    /** Sends a message to all that match, each on its own loop; returns how many these were. */
    public int send(Predicate<Connection> target, Message message) {
        int[] matched = {0};
        Fanout fanout = new Fanout(connection -> connection.send(message));
        registry.forEach(0, 1, connection -> {
            if (target.test(connection)) {
                matched[0]++;
                fanout.add(connection);
            }
        });
        fanout.finish();
        return matched[0];
    }

    /**
     * The next connections in order of arrival.
     *
     * @param after where to go on; null for the start
     * @param most how many at the most
     */
    public Listing list(Predicate<Connection> target, int most, @Nullable Cursor after) {
        return Listing.read(registry, target, most, after);
    }

    ConnectionIds ids() {
        return ids;
    }
}

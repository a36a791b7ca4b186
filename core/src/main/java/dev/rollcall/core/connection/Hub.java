// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.text.NamedGroup;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final Registry watching = new Registry(); // observers, which no count includes
    private final NameCounts versions = new NameCounts();
    private final NameCounts routes = new NameCounts();
    private final List<HubObserver> observers = new CopyOnWriteArrayList<>();
    private final Timer timer;
    private final ConnectionIds ids;
    private final boolean routeTracking;
    private volatile boolean groupsNamed;

    /**
     * Creates an empty hub.
     *
     * @param node this node, whose identity stands in every connection id
     * @param routeTracking whether routes are kept at all
     */
    public Hub(Timer timer, NodeId node, boolean routeTracking) {
        this.timer = timer;
        this.ids = new ConnectionIds(node);
        this.routeTracking = routeTracking;
    }

    /** Adds an observer, which is told of all changes from now on, after those added before it. */
    public void observe(HubObserver observer) {
        observers.add(observer);
    }

    /** Returns this node. */
    public NodeId node() {
        return ids.node();
    }

    /**
     * Lets a tab in and returns its connection.
     *
     * @param admission what is known of it
     * @param outbound makes the way to the tab; called once, before anybody else can see the connection, so that what it
     *     sends there is the first thing the tab receives; when it throws, nobody has seen the connection
     * @return the connection; already closed, and never seen by anybody, when making the way closed it
     */
    public Connection open(Admission admission, Function<Connection, Outbound> outbound) {
        boolean counts = !admission.observer();
        CountedName version = counts ? versions.take(admission.version()) : versions.untracked();
        CountedName route = counts && routeTracking ? take(admission.route()) : routes.untracked();
        Registry registry = registryOf(admission.observer());
        int slot = registry.reserve();
        Connection connection = new Connection(this, admission, version, route, slot, ids.newNonce(), timer.millis());
        try {
            connection.attach(outbound.apply(connection));
        } catch (RuntimeException e) {
            if (takeOut(connection) != Out.NO) {
                registry.release(slot);
            }
            throw e;
        }
        if (registry.publish(connection)) {
            for (HubObserver observer : observers) {
                observer.opened(connection);
            }
        }
        return connection;
    }

    /**
     * Puts a connection on another route.
     *
     * @param place the route, or the {@linkplain NamedGroup#place place} of a page that names a group for it
     * @return whether anything changed: not when it is there already, when it is closed, when routes are not tracked, or
     *     when it is an observer
     */
    public boolean route(Connection connection, String place) {
        if (!routeTracking || connection.place().equals(place) || connection.isObserver()) {
            return false;
        }
        CountedName to = take(place);
        CountedName from = connection.swapRoute(to);
        routes.giveBack(from == null ? to : from);
        if (from == null) {
            return false;
        }
        String before = NamedGroup.route(from.name());
        String after = NamedGroup.route(place);
        for (HubObserver observer : observers) {
            observer.routeChanged(connection, before, after);
        }
        return true;
    }

    private CountedName take(String place) {
        if (!groupsNamed && NamedGroup.group(place) != null) {
            groupsNamed = true;
        }
        return routes.take(place);
    }

    /**
     * Takes a connection out. Does nothing when it is out already. This does not end the wire: see
     * {@link Connection#disconnect}. Observers are told after {@code opened} when the host opens and closes on one thread,
     * as hosts do.
     */
    public void close(Connection connection, Disconnect why) {
        Out out = takeOut(connection);
        if (out == Out.SEEN) {
            for (HubObserver observer : observers) {
                observer.closed(connection, why);
            }
        }
        if (out != Out.NO) {
            registryOf(connection.isObserver()).release(connection.slot());
        }
    }

    /** What came of taking a connection out. */
    private enum Out {
        /** Nothing: it was out already. */
        NO,
        /** It is out, and nobody has seen it. */
        UNSEEN,
        /** It is out, and was visible until now. */
        SEEN
    }

    private Out takeOut(Connection connection) {
        CountedName from = connection.markClosed();
        if (from == null) {
            return Out.NO;
        }
        routes.giveBack(from);
        versions.giveBack(connection.countedVersion());
        connection.detach();
        return registryOf(connection.isObserver()).remove(connection) ? Out.SEEN : Out.UNSEEN;
    }

    private Registry registryOf(boolean observer) {
        return observer ? watching : registry;
    }

    /** Returns the connection with a public id; null when it is not open on this node. */
    public @Nullable Connection find(String id) {
        return lookUp(id) instanceof Lookup.Found found ? found.connection() : null;
    }

    /** Returns what this node knows of a public id. */
    public Lookup lookUp(String id) {
        ConnectionIds.Parsed parsed = ids.parse(id);
        if (parsed == null) {
            return new Lookup.Unknown();
        }
        if (!parsed.owner().equals(ids.node())) {
            return new Lookup.Elsewhere(parsed.owner());
        }
        Connection tab = registry.at(parsed.slot());
        Connection found = tab != null && tab.nonce() == parsed.nonce() ? tab : watching.at(parsed.slot());
        return found != null && found.nonce() == parsed.nonce() ? new Lookup.Found(found) : new Lookup.Gone();
    }

    /** Returns the connection in a {@linkplain Connection#slot slot}, never an observer; null when there is none. */
    public @Nullable Connection at(int slot) {
        return registry.at(slot);
    }

    /** Returns the number of connections, without observers. */
    public int size() {
        return registry.size();
    }

    /** Returns the number of observers. */
    public int observerCount() {
        return watching.size();
    }

    /** Returns the number of connections by transport, every transport included, as a new map. */
    public Map<Transport, Integer> transports() {
        return registry.byTransport();
    }

    /** Returns the counts by version. */
    public NameCounts versions() {
        return versions;
    }

    /** Returns the counts by route, or by place where pages name groups; empty when routes are not tracked. */
    public NameCounts routes() {
        return routes;
    }

    /** Whether a page has named a group since the start: then some names of {@link #routes} are places. */
    public boolean groupsNamed() {
        return groupsNamed;
    }

    /**
     * Calls an action for a fixed share of the connections, observers included, in no order. The shares together make
     * up all connections.
     *
     * @param part which share, from 0 to {@code of - 1}
     * @param of how many shares, at least 1
     */
    public void forEach(int part, int of, Consumer<Connection> action) {
        registry.forEach(part, of, action);
        watching.forEach(part, of, action);
    }

    /** As {@link #forEach}, each on the {@linkplain Outbound#loop loop} that serves it, soon, where there is one. */
    public void forEachOnLoop(int part, int of, Consumer<Connection> action) {
        Fanout fanout = new Fanout(action);
        forEach(part, of, fanout::add);
        fanout.finish();
    }

    /** Returns the number of connections that match. Observers never match. */
    public int count(Predicate<Connection> target) {
        int[] matched = {0};
        registry.forEach(0, 1, connection -> {
            if (target.test(connection)) {
                matched[0]++;
            }
        });
        return matched[0];
    }

    /** Sends a message to all connections that match, each on its own loop, and returns their number. Observers never match. */
    public int send(Predicate<Connection> target, Message message) {
        return send(target, connection -> message);
    }

    /**
     * As {@link #send(Predicate, Message)}, with a message for each.
     *
     * @param message chooses the message for a connection; called on any thread, so it must be fast and must not throw
     */
    public int send(Predicate<Connection> target, Function<Connection, Message> message) {
        int[] matched = {0};
        Fanout fanout = new Fanout(connection -> connection.send(message.apply(connection)));
        registry.forEach(0, 1, connection -> {
            if (target.test(connection)) {
                matched[0]++;
                fanout.add(connection);
            }
        });
        fanout.finish();
        return matched[0];
    }

    /** As {@link #send(Predicate, Function)}, to these connections. */
    public void send(List<Connection> connections, Function<Connection, Message> message) {
        Fanout fanout = new Fanout(connection -> connection.send(message.apply(connection)));
        connections.forEach(fanout::add);
        fanout.finish();
    }

    /**
     * Returns the next connections in order of arrival, without observers.
     *
     * @param after where to continue; null for the start
     * @param most the largest number to return
     */
    public Listing list(Predicate<Connection> target, int most, @Nullable Cursor after) {
        return Listing.read(registry, target, most, after);
    }

    ConnectionIds ids() {
        return ids;
    }
}

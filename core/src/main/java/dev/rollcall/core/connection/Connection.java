// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Recipient;
import dev.rollcall.core.text.NamedGroup;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One open browser tab. Not a person, not a socket: a tab that polls is a connection too.
 *
 * <p>Thread-safe. After the tab has gone all values stay readable and {@link #send} does nothing.
 */
public final class Connection implements Recipient {

    /*
     * Design: at most 200 bytes including everything that belongs to it (ConnectionFootprintTest). The version and the
     * route are pointers to counted names that all connections share; the id is two numbers and becomes text when asked
     * for; the transport takes two bits of the slot, because one more field would cost eight bytes; previous and next
     * chain the connections in order of arrival, so that listing the first ones needs no sorting and no second index. A
     * route change swaps one pointer: the thread that takes a name out of the field gives it back, so that counts stay
     * exact whichever threads meet here. A closed connection lets go of the way to its tab: its events may wait for a
     * slow listener, and what the container holds for a tab is a hundred times larger than this.
     */

    private static final int SLOT_BITS = 30;
    private static final Transport[] TRANSPORTS = Transport.values();

    private static final AtomicReferenceFieldUpdater<Connection, CountedName> ROUTE =
            AtomicReferenceFieldUpdater.newUpdater(Connection.class, CountedName.class, "route");

    private static final Outbound GONE = new Outbound() {
        @Override
        public int send(Message message) {
            return 0;
        }

        @Override
        public void close(Disconnect disconnect) {}
    };

    private final Hub hub;
    private final CountedName version;
    private final @Nullable String ip;
    private final @Nullable String user;
    private final long nonce;
    private final long since;
    private final int slotAndTransport;
    private volatile CountedName route;
    private volatile @Nullable Outbound outbound;

    /* Kept by Registry: written under its lock; next is read without it. */
    long arrival;

    @Nullable
    Connection previous;

    volatile @Nullable Connection next;

    @SuppressWarnings("EnumOrdinal") // never leaves this process
    Connection(Hub hub, Admission admission, CountedName version, CountedName route, int slot, long nonce, long since) {
        this.hub = hub;
        this.ip = admission.ip();
        this.user = admission.user();
        this.version = version;
        this.route = route;
        this.slotAndTransport = slot | admission.transport().ordinal() << SLOT_BITS;
        this.nonce = nonce;
        this.since = since;
    }

    /** Returns the public id: 22 characters of base64url. It identifies the connection, and proves nothing. */
    @Override
    public String id() {
        return hub.ids().text(slot(), nonce);
    }

    /** How the connection is held. */
    public Transport transport() {
        return TRANSPORTS[slotAndTransport >>> SLOT_BITS];
    }

    /** The build this tab runs; empty for an observer. Does not change while the tab is connected. */
    public String version() {
        return version.name();
    }

    /** The path the tab is on now; empty when routes are not tracked, and for an observer. */
    public String route() {
        return NamedGroup.route(route.name());
    }

    /** The route, and the group that the page named for it; see {@code NamedGroup}. */
    public String place() {
        return route.name();
    }

    /** The tab's address as it may be shown; null when addresses are not tracked. */
    public @Nullable String ip() {
        return ip;
    }

    /** The label of the person; null when the application gave none. */
    public @Nullable String user() {
        return user;
    }

    /** When the tab connected, in milliseconds since the epoch. */
    public long since() {
        return since;
    }

    /**
     * Returns a number from 0 to 99 that stays with this connection, each number equally likely: whether it is among the
     * first n percent.
     */
    public int percentile() {
        return (int) Long.remainderUnsigned(mix(nonce), 100);
    }

    /**
     * Returns a number from 0 (inclusive) to 1 (exclusive) that stays with this connection, each equally likely.
     *
     * @param seed a different seed gives a different number
     */
    public double fraction(long seed) {
        return (mix(nonce ^ mix(seed)) >>> 11) * 0x1.0p-53;
    }

    /** Stafford's mix 13, as in SplittableRandom: the nonce alone may not be spread evenly. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Whether this is an observer: a tab that only watches, such as a dashboard. It has neither version nor route. */
    public boolean isObserver() {
        return version.isUntracked();
    }

    /** Whether the tab has gone. */
    public boolean isClosed() {
        return route.isClosed();
    }

    /**
     * Sends a message to this tab. Returns at once; the contract says what happens when the tab is slow.
     *
     * @return how many bytes the message has; 0 when the tab has gone
     */
    public int send(Message message) {
        return isClosed() ? 0 : outbound().send(message); // one that closes meanwhile has a way that leads nowhere
    }

    /** Ends the connection; does nothing when the tab has gone. */
    public void disconnect(Disconnect disconnect) {
        if (!isClosed()) {
            outbound().close(disconnect);
        }
    }

    /** The way to the tab, for the module that made it; one that leads nowhere when the tab has gone. */
    public Outbound outbound() {
        Outbound way = outbound;
        if (way == null) {
            throw new IllegalStateException("connection is not open yet");
        }
        return way;
    }

    /** Sets the way to the tab, unless the tab has gone already. */
    void attach(Outbound way) {
        outbound = way;
        if (isClosed()) {
            outbound = GONE;
        }
    }

    /** Lets go of the way to the tab, once it is closed. */
    void detach() {
        outbound = GONE;
    }

    /** Returns where a listing continues after this connection. */
    public Cursor cursor() {
        return new Cursor(arrival, slot());
    }

    /** Returns a small number that no other open connection of this node has. It is reused when this one has gone. */
    public int slot() {
        return slotAndTransport & (1 << SLOT_BITS) - 1;
    }

    long nonce() {
        return nonce;
    }

    CountedName countedVersion() {
        return version;
    }

    /** Sets another route and returns the one before; returns null and does nothing when the connection is closed. */
    @Nullable
    CountedName swapRoute(CountedName to) {
        while (true) {
            CountedName from = route;
            if (from.isClosed()) {
                return null;
            }
            if (ROUTE.compareAndSet(this, from, to)) {
                return from;
            }
        }
    }

    /** Closes the connection for good and returns the route it was on; null when it was closed before. */
    @Nullable
    CountedName markClosed() {
        while (true) {
            CountedName from = route;
            if (from.isClosed()) {
                return null;
            }
            if (ROUTE.compareAndSet(this, from, CountedName.closed(from.name()))) {
                return from;
            }
        }
    }

    /** Id and transport: no address, no user. */
    @Override
    public String toString() {
        return "Connection[" + id() + ", " + transport().wireName() + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Internals;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Lookup;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.time.Timer;
import dev.rollcall.core.wave.Comeback;
import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.options.ContractSettings;
import dev.rollcall.protocol.options.ProtocolOptions;
import dev.rollcall.protocol.tab.forward.Forwarding;
import dev.rollcall.protocol.tab.input.ConnectionProof;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.input.Successors;
import dev.rollcall.protocol.tab.input.TabMessage;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.tab.limit.TabClock;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.MessageEncoder;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All tabs of this process: opens them, finds them by what they present, and keeps their beat. One timer serves all: each
 * second it visits an equal share of the connections, and those that are slow. Thread-safe.
 */
final class Tabs {

    /** The largest number of digits in the age of a page that are read. */
    private static final int MAX_DIGITS = 24;

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Internals core;
    private final long started;
    private final TabClock clock;
    private final int beats;
    private final long slowAfterMillis;
    private final PollPace pace;
    private final ConnectionProof proof = new ConnectionProof();
    private final Successors successors = new Successors();
    private final Set<PushTab> slow = ConcurrentHashMap.newKeySet();
    private int sweeps; // this and the next: only on the timer's thread
    private long sweptAt;
    private volatile boolean stopped;
    private volatile Timer.@Nullable Cancellable alarm;

    /** Begins without tabs; the beat starts at once. */
    Tabs(Internals core, ProtocolOptions options, RandomGenerator random) {
        this.core = core;
        this.started = core.timer().ticks();
        this.clock = new TabClock(core.timer());
        this.beats = (int) options.value(ContractSettings.KEEPALIVE).toSeconds();
        this.slowAfterMillis = options.value(ContractSettings.SLOW_AFTER).toMillis();
        this.pace = new PollPace(
                options.value(ContractSettings.POLL_INTERVAL),
                options.value(ContractSettings.POLLS_PER_SECOND),
                random);
        alarm = core.timer().after(SWEEP, this::sweep);
    }

    /**
     * Opens a connection on a wire and greets it. To be called on the connection's own thread.
     *
     * @param handshake what a later subscription over the same wire presents; null on SSE
     * @param onClosed gives back what was reserved for the connection; may be called twice, from any thread
     */
    PushTab open(Admission admission, Wire wire, @Nullable Handshake handshake, Runnable onClosed) {
        PushTab tab = new PushTab(this, wire, handshake, onClosed);
        open(admission, tab::greet);
        return tab;
    }

    /** Opens a lease; the greeting waits for the first answer. */
    PollingTab openLease(Admission admission, Runnable onClosed) {
        PollingTab tab = new PollingTab(this, pace, onClosed);
        open(admission, tab::greet);
        pace.opened();
        tab.renew();
        return tab;
    }

    /** A version may be announced after the greeting but before the hub lists this connection; it would miss it. */
    private void open(Admission admission, Function<Connection, Outbound> greet) {
        Release greeted = core.releases().current();
        Connection connection = core.hub().open(admission, greet);
        if (!connection.isObserver()) {
            core.releases().catchUp(connection, greeted);
        }
    }

    /** Returns the connection that a tab proves to be its own; null when it is unknown, gone, or not proven. */
    @Nullable
    Connection find(String presented) {
        String id = proof.verify(presented);
        return id == null ? null : core.hub().find(id);
    }

    /**
     * Returns whether a tab was open before this process began: another process issued what it presents, and it says
     * that its page is older than this process.
     */
    boolean isFromBefore(Query query) {
        String presented = query.first("resume");
        long age = age(query);
        boolean isYounger = age != Comeback.UNKNOWN && age < core.timer().ticks() - started;
        return presented != null
                && !isYounger
                && core.hub().lookUp(Forwarding.id(presented)) instanceof Lookup.Elsewhere elsewhere
                && !core.cluster().isThere(elsewhere.owner());
    }

    /**
     * A tab has opened that may have been on another node. Whether it was is not known: a stranger who makes that up
     * only removes a tab of a leaving node that is still counted.
     *
     * @param presented what it presents for its connection before; null for nothing
     */
    private void arrived(@Nullable String presented, Connection connection) {
        if (presented != null && core.hub().lookUp(Forwarding.id(presented)) instanceof Lookup.Elsewhere elsewhere) {
            core.cluster().arrived(elsewhere.owner(), connection);
        }
    }

    /**
     * A tab has opened: its receipts go on.
     *
     * @param query what it says about itself
     */
    void opened(Query query, Connection connection) {
        arrived(query.first("resume"), connection);
        core.commands().receipts().arrivals().opened(connection, comeback(query));
    }

    /** A polling tab continues its lease, perhaps with another page. */
    void renewed(Query query, Connection connection) {
        core.commands().receipts().arrivals().renewed(connection, comeback(query));
    }

    private Comeback comeback(Query query) {
        String resume = query.first("resume");
        String former = resume == null ? "" : Forwarding.id(resume);
        Lookup found = core.hub().lookUp(former);
        NodeId owner = found instanceof Lookup.Elsewhere elsewhere
                ? elsewhere.owner()
                : core.hub().node();
        boolean known = !(found instanceof Lookup.Unknown);
        return new Comeback(known ? former : null, known ? owner : null, query.first("command"), age(query));
    }

    /** Returns the age of its page as the tab gives it, in milliseconds. */
    private static long age(Query query) {
        String age = query.first("age");
        try {
            double millis = age == null || age.length() > MAX_DIGITS ? Double.NaN : Double.parseDouble(age);
            return millis >= 0 ? (long) millis : Comeback.UNKNOWN;
        } catch (NumberFormatException e) {
            return Comeback.UNKNOWN;
        }
    }

    /** A tab says what it does about a command. */
    void acknowledged(Connection connection, TabMessage.Ack ack) {
        core.commands().waves().acknowledged(connection, ack.command(), ack.state(), ack.reason());
    }

    /**
     * Returns the connection that a tab had, or has, by what it presents: its own, or the one that was opened when it
     * presented the same before and got no answer; null when there is none. A lease whose tab has read an answer is no
     * longer found by what was presented before it: a copy of the tab may present the same.
     */
    @Nullable
    Connection former(String presented) {
        Connection own = find(presented);
        String id = own == null ? successors.find(presented) : null;
        Connection next = id == null ? null : core.hub().find(id);
        return next != null && next.outbound() instanceof PollingTab tab && !tab.hasRead() ? next : own;
    }

    /** Returns the leases that were opened for tabs with a former connection. */
    Successors successors() {
        return successors;
    }

    /** Takes a connection out because its tab has a new one. Its place is free at once, its socket soon. */
    void replace(Connection former) {
        takeOut(former, Disconnect.REPLACED);
    }

    /**
     * Ends the connection of a tab that has said goodbye. A tab that polls must name the last answer that it was sent: if it
     * names an earlier one, the next page of the same tab has gone on with its lease, and the goodbye came late.
     */
    void leave(Connection connection, String presented) {
        boolean late =
                connection.outbound() instanceof PollingTab tab && ConnectionProof.answer(presented) < tab.answers();
        if (!late) {
            takeOut(connection, Disconnect.CLIENT_LEFT);
        }
    }

    private void takeOut(Connection connection, Disconnect why) {
        Outbound way = connection.outbound();
        connection.disconnect(why);
        core.hub().close(connection, why);
        if (way instanceof PushTab held) {
            held.leavePlace();
        }
    }

    void subscribe(Connection connection, Asker asker, boolean delta) {
        core.statsAccess().subscribe(connection, asker.request(connection), delta);
    }

    void unsubscribe(Connection connection) {
        core.statsAccess().unsubscribe(connection);
    }

    /** A slow subscriber has missed a change: it needs a whole snapshot. */
    void resync(Connection connection) {
        core.statsFeed().resync(connection);
    }

    /** A connection has ended. */
    void closed(Connection connection, Disconnect why) {
        core.hub().close(connection, why);
    }

    /** Ends the beat. */
    void stop() {
        stopped = true;
        Timer.Cancellable set = alarm;
        if (set != null) {
            set.cancel();
        }
    }

    /** Returns the greeting of a connection. */
    Message connected(Connection connection) {
        Release current = core.releases().current();
        String version = connection.version();
        boolean outdated =
                !version.equals(current.version()) && core.releases().order().isOutdated(version);
        return Messages.connected(current.version(), issue(connection), now(), outdated, current.rollback());
    }

    /** Returns what a tab presents to act for its connection. */
    String issue(Connection connection) {
        return proof.issue(connection.id());
    }

    /**
     * Returns what a tab that polls presents to act for its connection, and to confirm an answer.
     *
     * @param answer the number of the answer
     */
    String issue(Connection connection, int answer) {
        return proof.issue(connection.id(), answer);
    }

    /** Encodes a message for a connection, and counts it as sent. */
    TabFrame frame(Message message, Connection connection) {
        TabFrame frame = MessageEncoder.frame(message, connection);
        core.telemetry().sent(frame.encoded().metric(), 1);
        return frame;
    }

    TabRateLimit rateLimit(Connection connection) {
        return new TabRateLimit(connection, core.hub(), clock);
    }

    void countReceived(String type) {
        core.telemetry().received(type);
    }

    /** Records why a tab is ended; its address is not known here. */
    void refused(Refusal reason) {
        core.refusals().note(reason, null);
    }

    void countDropped() {
        core.telemetry().dropped("outbox");
    }

    TabClock clock() {
        return clock;
    }

    private long now() {
        return core.timer().millis();
    }

    /** How long a tab may leave a command unread, in milliseconds. */
    long slowAfterMillis() {
        return slowAfterMillis;
    }

    void isSlow(PushTab tab) {
        slow.add(tab);
    }

    void isFast(PushTab tab) {
        slow.remove(tab);
    }

    private void sweep() {
        long awake = clock.awake();
        // After a sleep, what the tabs sent meanwhile, answers to pings included, is read first.
        if (awake - sweptAt >= SWEEP.toMillis()) {
            sweptAt = awake;
            Message keepalive = Messages.keepalive(now());
            core.hub().forEachOnLoop(sweeps++ % beats, beats, connection -> beat(connection, keepalive));
            slow.forEach(PushTab::checkSlow);
        }
        if (!stopped) {
            alarm = core.timer().after(SWEEP, this::sweep);
        }
    }

    private static void beat(Connection connection, Message keepalive) {
        if (connection.outbound() instanceof Tab tab) {
            tab.beat(keepalive);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.tab.input.ConnectionProof;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All sessions of one process: makes them, finds them by what a tab presents, and keeps their beat. One timer serves all:
 * each second it visits an equal share of the connections, and those that are slow. Thread-safe.
 */
public final class Tabs {

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Rollcall rollcall;
    private final TabLimits limits;
    private final ConnectionProof proof = new ConnectionProof();
    private final Set<PushTab> slow = ConcurrentHashMap.newKeySet();
    private final PollPace pace;
    private int sweeps; // only on the timer's thread
    private volatile boolean stopped;
    private volatile Timer.@Nullable Cancellable alarm;

    /** No sessions yet; the beat starts at once. */
    public Tabs(Rollcall rollcall, TabLimits limits, PollPace pace) {
        this.rollcall = rollcall;
        this.limits = limits;
        this.pace = pace;
        alarm = rollcall.timer().after(SWEEP, this::sweep);
    }

    /**
     * Opens a connection on a wire and greets it. To be called on the connection's own thread.
     *
     * @param handshake the headers for a later subscription over the wire itself; null on SSE
     * @param onClosed gives back what was kept for the connection; may be called twice, from any thread
     */
    public PushTab open(Admission admission, Wire wire, @Nullable Handshake handshake, Runnable onClosed) {
        PushTab session = new PushTab(this, wire, handshake, onClosed);
        open(admission, session::greet);
        return session;
    }

    /** Opens a lease; the greeting waits for the first answer. */
    public PollingTab openLease(Admission admission, Runnable onClosed) {
        PollingTab session = new PollingTab(this, pace, onClosed);
        open(admission, session::greet);
        pace.opened();
        session.renew();
        return session;
    }

    /** Between the greeting and the moment when others can see the connection a version may be announced to all but it. */
    private void open(Admission admission, Function<Connection, Outbound> greet) {
        String version = rollcall.currentVersion();
        Connection connection = rollcall.hub().open(admission, greet);
        rollcall.rollouts().catchUp(connection, version);
    }

    /** The connection that a tab proves to be its own; null when it is unknown, gone, or not proven. */
    public @Nullable Connection find(String presented) {
        String id = proof.verify(presented);
        return id == null ? null : rollcall.hub().find(id);
    }

    /** Takes a connection out because its tab has a new one. Its place is free at once, its socket soon. */
    public void replace(Connection former) {
        former.disconnect(Disconnect.REPLACED);
        rollcall.hub().close(former, Disconnect.REPLACED);
        if (former.outbound() instanceof PushTab held) {
            held.leavePlace();
        }
    }

    /** A connection asks for stats. */
    public void subscribe(
            Connection connection,
            Map<String, List<String>> headers,
            @Nullable String address,
            @Nullable Identity identity,
            boolean delta) {
        Map<String, String> cookies = Cookies.parse(headers.getOrDefault("cookie", List.of()));
        StatsRequest request =
                new StatsRequest(connection.id(), headers, cookies, address, connection.transport(), identity);
        rollcall.statsAccess().subscribe(connection, request, delta);
    }

    /** Beats no more. */
    public void stop() {
        stopped = true;
        Timer.Cancellable set = alarm;
        if (set != null) {
            set.cancel();
        }
    }

    Rollcall rollcall() {
        return rollcall;
    }

    TabLimits limits() {
        return limits;
    }

    Message connected(Connection connection) {
        return Messages.connected(
                rollcall.currentVersion(),
                proof.issue(connection.id()),
                rollcall.timer().millis());
    }

    void countSent(TabFrame frame) {
        rollcall.telemetry().sent(frame.encoded().metric(), 1);
    }

    String issue(Connection connection) {
        return proof.issue(connection.id());
    }

    void isSlow(PushTab session) {
        slow.add(session);
    }

    void isFast(PushTab session) {
        slow.remove(session);
    }

    private void sweep() {
        int beats = limits.beatSeconds();
        Message keepalive = Messages.keepalive(rollcall.timer().millis());
        rollcall.hub().forEachOnLoop(sweeps++ % beats, beats, connection -> beat(connection, keepalive));
        slow.forEach(PushTab::checkSlow);
        if (!stopped) {
            alarm = rollcall.timer().after(SWEEP, this::sweep);
        }
    }

    private static void beat(Connection connection, Message keepalive) {
        if (connection.outbound() instanceof Tab session) {
            session.beat(keepalive);
        }
    }
}

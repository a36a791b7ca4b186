// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.tab.limit.TabQueue;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.MessageEncoder;
import dev.rollcall.protocol.wire.TabFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tab that holds no connection but a lease. What is sent to it waits for its next poll. When the lease runs out the tab
 * is gone. Thread-safe, by its own lock; nothing foreign is called under it.
 */
public final class PollingTab implements Tab {

    private final Tabs sessions;
    private final PollPace pace;
    private final Runnable onClosed;
    private final TabQueue outbox = new TabQueue();
    private @Nullable Connection connection;
    private @Nullable TabRateLimit inbox;
    private long expires;
    private boolean closed;
    private Timer.@Nullable Cancellable alarm;

    PollingTab(Tabs sessions, PollPace pace, Runnable onClosed) {
        this.sessions = sessions;
        this.pace = pace;
        this.onClosed = onClosed;
    }

    Outbound greet(Connection registered) {
        synchronized (this) {
            connection = registered;
            inbox = new TabRateLimit(registered, sessions.rollcall().hub(), timer());
        }
        send(sessions.connected(registered));
        return this;
    }

    /** Starts the lease anew; returns when the tab is to come back, in milliseconds. */
    long renew() {
        long after = pace.after();
        synchronized (this) {
            expires = timer().millis() + PollPace.leaseMillis(after);
            if (alarm == null) {
                alarm = timer().after(Duration.ofMillis(expires - timer().millis()), this::checkLease);
            }
        }
        return after;
    }

    /**
     * Starts the lease anew and hands out what waits.
     *
     * @return the answer's JSON: {@code {"connectionId":"...","after":ms,"messages":[...]}}
     */
    public byte[] poll() {
        long after = renew();
        boolean resync;
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        String head =
                "{\"connectionId\":\"" + sessions.issue(connection()) + "\",\"after\":" + after + ",\"messages\":[";
        json.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        synchronized (this) {
            String comma = "";
            for (TabFrame frame = outbox.poll(); frame != null; frame = outbox.poll()) {
                json.writeBytes(comma.getBytes(StandardCharsets.US_ASCII));
                json.writeBytes(frame.encoded().json());
                json.writeBytes(frame.tailOrEmpty());
                comma = ",";
            }
            resync = outbox.takeDeltaLost();
        }
        json.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        if (resync) {
            sessions.rollcall().statsFeed().resync(connection());
        }
        return json.toByteArray();
    }

    @Override
    public int send(Message message) {
        byte[] tail = message instanceof StatsMessage
                ? MessageEncoder.tail(connection().id())
                : null;
        TabFrame frame = new TabFrame(MessageEncoder.encoded(message), tail);
        sessions.countSent(frame);
        boolean kept;
        synchronized (this) {
            kept = closed || outbox.add(message, frame, timer().millis());
        }
        if (!kept) {
            sessions.rollcall().telemetry().dropped("outbox");
            close(Disconnect.SLOW);
        }
        return frame.jsonLength();
    }

    @Override
    public void close(Disconnect disconnect) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        }
        pace.closed();
        sessions.rollcall().hub().close(connection(), disconnect);
        onClosed.run();
    }

    @Override
    public void routeUpdate(String route) {
        inbox().routeUpdate(route);
    }

    @Override
    public long admitMessage() {
        return inbox().admit();
    }

    /** A lease needs no beat: it runs out by itself. */
    @Override
    public void beat(Message keepalive) {}

    private void checkLease() {
        synchronized (this) {
            long left = expires - timer().millis();
            if (left > 0 && !closed) {
                alarm = timer().after(Duration.ofMillis(left), this::checkLease);
                return;
            }
        }
        close(Disconnect.LOST);
    }

    private Connection connection() {
        Connection registered = connection;
        if (registered == null) {
            throw new IllegalStateException("session is not open yet");
        }
        return registered;
    }

    private TabRateLimit inbox() {
        TabRateLimit made = inbox;
        if (made == null) {
            throw new IllegalStateException("session is not open yet");
        }
        return made;
    }

    private Timer timer() {
        return sessions.rollcall().timer();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.tab.limit.PollOutbox;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.tab.limit.TabClock;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.TabFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tab that holds a lease instead of a connection. Messages wait for its next poll, and stay until the one after that
 * confirms them. When the lease runs out, the tab is gone. Thread-safe, by its own lock, under which no foreign code is
 * called.
 */
final class PollingTab implements Tab {

    private final Tabs tabs;
    private final PollPace pace;
    private final Runnable onClosed;
    private final PollOutbox outbox = new PollOutbox();
    private @Nullable Connection connection;
    private @Nullable TabRateLimit rateLimit;
    private long expires;
    private boolean leaving;
    private boolean closed;
    private Timer.@Nullable Cancellable alarm;

    PollingTab(Tabs tabs, PollPace pace, Runnable onClosed) {
        this.tabs = tabs;
        this.pace = pace;
        this.onClosed = onClosed;
    }

    Outbound greet(Connection registered) {
        synchronized (this) {
            connection = registered;
            rateLimit = tabs.rateLimit(registered);
        }
        send(tabs.connected(registered));
        return this;
    }

    /** Returns the public id of the connection. */
    String id() {
        return connection().id();
    }

    /** Starts the lease anew and returns when the tab is to come back, in milliseconds from now. */
    long renew() {
        long after = pace.after();
        synchronized (this) {
            long lease = PollPace.leaseMillis(after);
            expires = clock().awake() + lease;
            if (alarm == null) {
                alarm = clock().after(Duration.ofMillis(lease), this::checkLease);
            }
        }
        return after;
    }

    /**
     * Starts the lease anew and returns what waits for the tab. When the server is leaving, this ends the lease.
     *
     * @param confirmed the number of the last answer that the tab has read; 0 when it has read none
     * @return the answer's JSON: {@code {"connectionId":"...","after":ms,"messages":[...]}}
     */
    public byte[] poll(long confirmed) {
        long after = renew();
        List<TabFrame> frames = new ArrayList<>();
        int number;
        boolean resync;
        boolean last;
        synchronized (this) {
            outbox.confirm(confirmed);
            number = outbox.answer(frames::add);
            resync = outbox.takeDeltaLost();
            last = leaving;
        }
        if (resync) {
            tabs.resync(connection());
        }
        if (last) {
            close(Disconnect.GOING_AWAY);
        }
        return json(tabs.issue(connection(), number), after, frames);
    }

    private static byte[] json(String connectionId, long after, List<TabFrame> frames) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        json.writeBytes(ascii("{\"connectionId\":\"" + connectionId + "\",\"after\":" + after + ",\"messages\":["));
        byte[] separator = {};
        for (TabFrame frame : frames) {
            json.writeBytes(separator);
            json.writeBytes(frame.encoded().json());
            json.writeBytes(frame.tailOrEmpty());
            separator = ascii(",");
        }
        json.writeBytes(ascii("]}"));
        return json.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns whether the tab has read an answer, as far as it has said. */
    synchronized boolean hasRead() {
        return outbox.hasRead();
    }

    /** Returns the number of the last answer. */
    synchronized int answers() {
        return outbox.answers();
    }

    /** The server is leaving: the answer to the tab's next poll, its last, says so. */
    void sendAway(Message reconnect) {
        send(reconnect);
        synchronized (this) {
            leaving = true;
        }
    }

    @Override
    public int send(Message message) {
        TabFrame frame = tabs.frame(message, connection());
        boolean kept;
        synchronized (this) {
            kept = closed || outbox.add(message, frame);
        }
        if (!kept) {
            tabs.countDropped();
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
        tabs.closed(connection(), disconnect);
        onClosed.run();
    }

    @Override
    public boolean routeUpdate(String route) {
        return rateLimit().routeUpdate(route);
    }

    @Override
    public long admitMessage() {
        return rateLimit().admit();
    }

    /** A lease needs no beat: it runs out by itself. */
    @Override
    public void beat(Message keepalive) {}

    private void checkLease() {
        synchronized (this) {
            long left = expires - clock().awake();
            if (left > 0 && !closed) {
                alarm = clock().after(Duration.ofMillis(left), this::checkLease);
                return;
            }
        }
        close(Disconnect.LOST);
    }

    Connection connection() {
        Connection registered = connection;
        if (registered == null) {
            throw new IllegalStateException("tab is not open yet");
        }
        return registered;
    }

    private TabRateLimit rateLimit() {
        TabRateLimit made = rateLimit;
        if (made == null) {
            throw new IllegalStateException("tab is not open yet");
        }
        return made;
    }

    private TabClock clock() {
        return tabs.clock();
    }
}

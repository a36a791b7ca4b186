// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.tab.limit.PollPace;
import dev.rollcall.protocol.tab.limit.TabQueue;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.TabFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A tab that holds a lease instead of a connection. Messages wait for its next poll. When the lease runs out, the tab is
 * gone. Thread-safe, by its own lock, under which nothing foreign is called.
 */
final class PollingTab implements Tab {

    private final Tabs tabs;
    private final PollPace pace;
    private final Runnable onClosed;
    private final TabQueue queue = new TabQueue();
    private @Nullable Connection connection;
    private @Nullable TabRateLimit rateLimit;
    private long expires;
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

    /** Starts the lease anew and returns when the tab is to come back, in milliseconds from now. */
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
     * Starts the lease anew and returns what waits for the tab.
     *
     * @return the answer's JSON: {@code {"connectionId":"...","after":ms,"messages":[...]}}
     */
    public byte[] poll() {
        long after = renew();
        boolean resync;
        ByteArrayOutputStream json = new ByteArrayOutputStream(256);
        String head = "{\"connectionId\":\"" + tabs.issue(connection()) + "\",\"after\":" + after + ",\"messages\":[";
        json.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        synchronized (this) {
            String comma = "";
            for (TabFrame frame = queue.poll(); frame != null; frame = queue.poll()) {
                json.writeBytes(comma.getBytes(StandardCharsets.US_ASCII));
                json.writeBytes(frame.encoded().json());
                json.writeBytes(frame.tailOrEmpty());
                comma = ",";
            }
            resync = queue.takeDeltaLost();
        }
        json.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        if (resync) {
            tabs.resync(connection());
        }
        return json.toByteArray();
    }

    @Override
    public int send(Message message) {
        TabFrame frame = tabs.frame(message, connection());
        boolean kept;
        synchronized (this) {
            kept = closed || queue.add(message, frame, timer().millis());
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
    public void routeUpdate(String route) {
        rateLimit().routeUpdate(route);
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

    private Timer timer() {
        return tabs.timer();
    }
}

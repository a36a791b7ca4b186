// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.stats.StatsMessage;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.input.TabMessage;
import dev.rollcall.protocol.tab.limit.TabQueue;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.EncodedMessage;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.MessageEncoder;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A tab on a WebSocket or an SSE stream. Messages are encoded on the sender's thread; everything else happens on the
 * connection's own.
 */
public final class PushTab implements HeldTab, Tab {

    private final Tabs sessions;
    private final Wire wire;
    private final @Nullable Handshake handshake;
    private final Runnable onClosed;
    private @Nullable Connection connection;
    private volatile @Nullable TabRateLimit inbox;

    /* Only on the connection's own thread: */
    private @Nullable TabQueue outbox;
    private @Nullable Disconnect ending;
    private boolean pinged;
    private boolean closed;

    PushTab(Tabs sessions, Wire wire, @Nullable Handshake handshake, Runnable onClosed) {
        this.sessions = sessions;
        this.wire = wire;
        this.handshake = handshake;
        this.onClosed = onClosed;
    }

    /** Called by the hub before anybody else knows the connection: what is written here is the first the tab reads. */
    Outbound greet(Connection registered) {
        connection = registered;
        TabFrame greeting = frame(sessions.connected(registered));
        sessions.countSent(greeting);
        wire.write(greeting);
        return this;
    }

    @Override
    public int send(Message message) {
        TabFrame frame = frame(message);
        sessions.countSent(frame);
        if (wire.isOnLoop()) {
            deliver(message, frame);
        } else {
            wire.execute(() -> deliver(message, frame));
        }
        return frame.jsonLength();
    }

    @Override
    public @Nullable Executor loop() {
        return wire.loop();
    }

    @Override
    public void close(Disconnect disconnect) {
        wire.execute(() -> end(disconnect));
    }

    @Override
    public void text(String text) {
        pinged = false;
        TabMessage message = TabMessage.read(text);
        sessions.rollcall().telemetry().received(message.metric());
        if (message instanceof TabMessage.RouteUpdate update) {
            routeUpdate(update.route());
        } else if (admitMessage() > 0) {
            end(Disconnect.TOO_MANY_MESSAGES);
        } else {
            answer(message);
        }
    }

    private void answer(TabMessage message) {
        Connection tab = connection();
        if (message instanceof TabMessage.Ping) {
            send(Messages.pong());
        } else if (message instanceof TabMessage.SubscribeStats subscribe && handshake != null) {
            sessions.subscribe(tab, handshake.headers(), handshake.address(), handshake.identity(), subscribe.delta());
        } else if (message instanceof TabMessage.UnsubscribeStats) {
            sessions.rollcall().statsAccess().unsubscribe(tab);
        }
    }

    @Override
    public void binary() {
        end(Disconnect.BINARY);
    }

    @Override
    public void tooBig() {
        end(Disconnect.TOO_BIG);
    }

    @Override
    public void alive() {
        pinged = false;
    }

    @Override
    public void writable() {
        TabQueue waiting = outbox;
        if (waiting == null || closed) {
            return;
        }
        while (wire.isWritable() && !waiting.isEmpty()) {
            TabFrame next = waiting.poll();
            if (next != null) {
                wire.write(next);
            }
        }
        if (waiting.isEmpty()) {
            caughtUp(waiting);
        }
    }

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        outbox = null;
        sessions.isFast(this);
        sessions.rollcall().hub().close(connection(), ending == null ? Disconnect.CLIENT_LEFT : ending);
        onClosed.run();
    }

    /** Gives back what was kept for the connection before the socket is gone: another takes its place. */
    void leavePlace() {
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

    @Override
    public void beat(Message keepalive) {
        if (connection().transport() == Transport.WEBSOCKET) {
            beatPing();
        } else {
            send(keepalive);
        }
    }

    /** From the timer's thread: a tab that has not taken a command in time is let go. */
    void checkSlow() {
        wire.execute(() -> {
            long limit = sessions.limits().slowAfter().toMillis();
            if (outbox != null && outbox.isOverdue(now(), limit)) {
                end(Disconnect.SLOW);
            }
        });
    }

    private void beatPing() {
        if (wire.isOnLoop()) {
            ping();
        } else {
            wire.execute(this::ping);
        }
    }

    private void ping() {
        if (closed || ending != null) {
            return;
        }
        if (pinged) {
            end(Disconnect.LOST);
        } else {
            pinged = true;
            wire.ping();
        }
    }

    private void deliver(Message message, TabFrame frame) {
        if (closed || ending != null) {
            return;
        }
        if (outbox == null && wire.isWritable()) {
            wire.write(frame);
        } else {
            keep(message, frame);
        }
    }

    private void keep(Message message, TabFrame frame) {
        if (outbox == null) {
            outbox = new TabQueue();
            sessions.isSlow(this);
        }
        if (!outbox.add(message, frame, now())) {
            sessions.rollcall().telemetry().dropped("outbox");
            end(Disconnect.SLOW);
        }
    }

    private void caughtUp(TabQueue waiting) {
        outbox = null;
        sessions.isFast(this);
        if (waiting.takeDeltaLost()) {
            sessions.rollcall().statsFeed().resync(connection());
        }
    }

    private void end(Disconnect disconnect) {
        if (!closed && ending == null) {
            ending = disconnect;
            wire.close(disconnect);
        }
    }

    private TabFrame frame(Message message) {
        EncodedMessage encoded = MessageEncoder.encoded(message);
        byte[] tail = message instanceof StatsMessage
                ? MessageEncoder.tail(connection().id())
                : null;
        return tail == null ? encoded.whole() : new TabFrame(encoded, tail);
    }

    private TabRateLimit inbox() {
        TabRateLimit made = inbox;
        if (made == null) {
            synchronized (this) {
                made = inbox;
                if (made == null) {
                    made = new TabRateLimit(
                            connection(),
                            sessions.rollcall().hub(),
                            sessions.rollcall().timer());
                    inbox = made;
                }
            }
        }
        return made;
    }

    private Connection connection() {
        Connection registered = connection;
        if (registered == null) {
            throw new IllegalStateException("session is not open yet");
        }
        return registered;
    }

    private long now() {
        return sessions.rollcall().timer().millis();
    }
}

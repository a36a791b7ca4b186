// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Outbound;
import dev.rollcall.core.connection.Transport;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.tab.input.Handshake;
import dev.rollcall.protocol.tab.input.TabMessage;
import dev.rollcall.protocol.tab.limit.TabQueue;
import dev.rollcall.protocol.tab.limit.TabRateLimit;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A tab on a WebSocket or an SSE stream. Messages are encoded on the sender's thread; everything else happens on the
 * connection's own.
 */
public final class PushTab implements HeldTab, Tab {

    /** How long the tab may take to read what was sent before its end; a sweep may add a second. */
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Tabs tabs;
    private final Wire wire;
    private final @Nullable Handshake handshake;
    private final Runnable onClosed;
    private @Nullable Connection connection;
    private volatile @Nullable TabRateLimit rateLimit;

    /* Only on the connection's own thread: */
    private @Nullable TabQueue queue;
    private @Nullable Disconnect ending;
    private boolean pinged;
    private boolean closed;

    PushTab(Tabs tabs, Wire wire, @Nullable Handshake handshake, Runnable onClosed) {
        this.tabs = tabs;
        this.wire = wire;
        this.handshake = handshake;
        this.onClosed = onClosed;
    }

    /** Called by the hub before anybody else knows the connection: what is written here is the first thing the tab reads. */
    Outbound greet(Connection registered) {
        connection = registered;
        wire.write(tabs.frame(tabs.connected(registered), registered));
        return this;
    }

    @Override
    public int send(Message message) {
        TabFrame frame = tabs.frame(message, connection());
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
        wire.execute(() -> endInOrder(disconnect));
    }

    @Override
    public void text(String text) {
        pinged = false;
        TabMessage message = TabMessage.read(text);
        tabs.countReceived(message.metric());
        if (message instanceof TabMessage.RouteUpdate update) {
            endUnless(routeUpdate(update.route()));
        } else if (admitMessage() > 0) {
            endUnless(false);
        } else {
            answer(message);
        }
    }

    private void endUnless(boolean withinLimit) {
        if (!withinLimit) {
            tabs.refused(Refusal.MESSAGE_RATE);
            end(Disconnect.TOO_MANY_MESSAGES);
        }
    }

    private void answer(TabMessage message) {
        Connection tab = connection();
        if (message instanceof TabMessage.Ping) {
            send(Messages.pong());
        } else if (message instanceof TabMessage.SubscribeStats subscribe && handshake != null) {
            tabs.subscribe(tab, Asker.of(handshake), subscribe.delta());
        } else if (message instanceof TabMessage.Ack ack) {
            tabs.acknowledged(tab, ack);
        } else if (message instanceof TabMessage.UnsubscribeStats) {
            tabs.unsubscribe(tab);
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
        TabQueue waiting = queue;
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
        if (ending != null && !waiting.hasCommands()) {
            wire.close(ending);
        }
    }

    @Override
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        queue = null;
        tabs.isFast(this);
        tabs.closed(connection(), ending == null ? Disconnect.CLIENT_LEFT : ending);
        onClosed.run();
    }

    /** Releases the place before the socket closes, for the connection that replaces this one. */
    void leavePlace() {
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

    @Override
    public void beat(Message keepalive) {
        if (connection().transport() == Transport.WEBSOCKET) {
            beatPing();
        } else {
            send(keepalive);
        }
    }

    /** Disconnects the tab when it has not taken a command in time. Called on the timer's thread. */
    void checkSlow() {
        wire.execute(() -> {
            long limit = ending == null ? tabs.slowAfterMillis() : LAST_WORDS_MILLIS;
            if (queue != null && queue.isOverdue(tabs.clock().awake(), limit)) {
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
        if (queue == null && wire.isWritable()) {
            wire.write(frame);
        } else {
            keep(message, frame);
        }
    }

    private void keep(Message message, TabFrame frame) {
        if (queue == null) {
            queue = new TabQueue();
            tabs.isSlow(this);
        }
        if (!queue.add(message, frame, tabs.clock().awake())) {
            tabs.countDropped();
            end(Disconnect.SLOW);
        }
    }

    private void caughtUp(TabQueue waiting) {
        queue = null;
        tabs.isFast(this);
        if (waiting.takeDeltaLost()) {
            tabs.resync(connection());
        }
    }

    /** Ends the tab at once. What waits is dropped. */
    private void end(Disconnect disconnect) {
        if (!closed) {
            ending = ending == null ? disconnect : ending;
            wire.close(ending);
        }
    }

    /** Ends the tab when it has taken what was sent to it before, which may say when to come back. */
    private void endInOrder(Disconnect disconnect) {
        if (!closed && ending == null) {
            ending = disconnect;
            if (queue == null || !queue.hasCommands()) {
                wire.close(disconnect);
            }
        }
    }

    private TabRateLimit rateLimit() {
        TabRateLimit made = rateLimit;
        if (made == null) {
            synchronized (this) {
                made = rateLimit;
                if (made == null) {
                    made = tabs.rateLimit(connection());
                    rateLimit = made;
                }
            }
        }
        return made;
    }

    Connection connection() {
        Connection registered = connection;
        if (registered == null) {
            throw new IllegalStateException("tab is not open yet");
        }
        return registered;
    }
}

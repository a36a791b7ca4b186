// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.servlet.internal.websocket;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.time.Timer.Cancellable;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Wire;
import dev.rollcall.servlet.internal.held.Entry;
import dev.rollcall.servlet.internal.held.HostResources;
import dev.rollcall.servlet.internal.held.SerialExecutor;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A held WebSocket. Only one message, ping or close is on its way to the tab at a time; calls of the container that block
 * run on threads of their own.
 */
final class WebSocketWire extends Endpoint implements Wire {

    /** How long messages already written may take to leave before the socket is closed all the same. */
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    /** How long the container may take to open the socket after the handshake before the tab is given up. */
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(30);

    /** Longest piece of a message that the container hands over, in characters; it keeps a buffer of this size per tab. */
    private static final int PIECE_CHARS = 1024;

    /** Above this many characters waiting here, the contract's own queue holds what follows. */
    private static final int WATER_MARK = 16 * 1024;

    private static final long BLOCKING_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

    private final HostResources resources;
    private final Entry entry;
    private final SerialExecutor executor = new SerialExecutor();
    private final TextAssembler assembler = new TextAssembler();

    /* Used only in tasks of the executor: */
    private boolean opened;
    private @Nullable Session socket;
    private @Nullable HeldTab tab;
    private @Nullable CloseReason goodbye;
    private Cancellable openTimeout = () -> {};
    private final ArrayDeque<String> waiting = new ArrayDeque<>(0);
    private int waitingChars;
    private boolean greeting;
    private boolean busy;
    private boolean sending;
    private boolean pingDue;
    private boolean closing;
    private boolean tabClosed;

    /**
     * Creates the wire of one handshake.
     *
     * @param entry {@linkplain Entry#giveBack given back} when the WebSocket has ended, or has never been opened
     */
    WebSocketWire(Entry entry, HostResources resources) {
        this.entry = entry;
        this.resources = resources;
    }

    /** Gives the tab up if the container does not open the socket in time, although the handshake was answered. */
    void awaitOpen() {
        Cancellable timeout = resources.timer().after(OPEN_TIMEOUT, () -> executor.execute(this::closeTab));
        executor.execute(() -> {
            if (socket == null && !tabClosed) {
                openTimeout = timeout;
            } else {
                timeout.cancel();
            }
        });
    }

    /** Gives the tab up: the container has refused the handshake. */
    void abandon() {
        executor.execute(this::closeTab);
    }

    @Override
    public void onOpen(Session opened, EndpointConfig config) {
        opened.setMaxIdleTimeout(0);
        opened.setMaxTextMessageBufferSize(PIECE_CHARS);
        // Tomcat's own properties; other containers ignore them.
        opened.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", BLOCKING_MILLIS);
        opened.getUserProperties().put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", BLOCKING_MILLIS);
        opened.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::piece);
        opened.addMessageHandler(
                ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (bytes, last) -> tell(HeldTab::binary));
        opened.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> tell(HeldTab::alive));
        executor.execute(() -> open(opened));
    }

    @Override
    public void onClose(Session closed, CloseReason reason) {
        executor.execute(this::closeTab);
    }

    @Override
    public void onError(Session failed, Throwable failure) {
        LOG.debug("A WebSocket broke.", failure);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public boolean isWritable() {
        return !closing && waitingChars < WATER_MARK;
    }

    @Override
    public void write(TabFrame frame) {
        if (!closing) {
            String text = resources.encodings().text(frame);
            waiting.add(text);
            waitingChars += text.length();
            sendNext();
        }
    }

    @Override
    public void ping() {
        pingDue = true;
        sendNext();
    }

    @Override
    public void close(Disconnect disconnect) {
        close(new CloseReason(CloseCodes.getCloseCode(disconnect.code()), disconnect.reason()));
    }

    private void close(CloseReason reason) {
        if (!closing) {
            closing = true;
            goodbye = reason;
            sendNext();
            resources.timer().after(CLOSE_GRACE, () -> executor.execute(this::sayGoodbye));
        }
    }

    private void open(Session session) {
        socket = session;
        if (opened || tabClosed) {
            goodbye = new CloseReason(CloseCodes.TRY_AGAIN_LATER, "too late");
            sayGoodbye();
            return;
        }
        opened = true;
        openTimeout.cancel();
        greeting = true; // Sent once the hub lists the connection: the tab may answer its greeting at once.
        try {
            tab = entry.open(this);
        } catch (RuntimeException | Error e) { // Errors too: the socket must be closed.
            LOG.error("A connection could not be opened; it is closed.", e);
            close(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, "internal error"));
        }
        greeting = false;
        sendNext();
    }

    /** Called on the container's thread, one piece after the other. */
    private void piece(String piece, boolean last) {
        switch (assembler.add(piece, last)) {
            case COMPLETE -> {
                String text = assembler.take();
                tell(to -> to.text(text));
            }
            case TOO_BIG -> tell(HeldTab::tooBig);
            case INCOMPLETE -> {}
        }
    }

    private void tell(Consumer<HeldTab> what) {
        executor.execute(() -> {
            if (tab != null && !closing) {
                what.accept(tab);
            }
        });
    }

    private void sent(SendResult result) {
        Throwable failure = result.getException();
        sent(result.isOK() ? null : failure == null ? new IOException("not sent, without a reason") : failure);
    }

    private void sent(@Nullable Throwable failure) {
        busy = false;
        if (failure != null) {
            broken(failure);
        } else if (!sending) { // Otherwise the loop in sendNext goes on by itself.
            sendNext();
            if (tab != null && isWritable()) {
                tab.writable();
            }
        }
    }

    private void broken(Throwable failure) {
        LOG.debug("A WebSocket broke.", failure);
        busy = false;
        waiting.clear();
        close(new CloseReason(CloseCodes.GOING_AWAY, "broken"));
    }

    /** Sends what waits, in order: messages, then the close frame or a ping. */
    private void sendNext() {
        Session open = socket;
        if (greeting || open == null) {
            return;
        }
        while (!busy && !waiting.isEmpty()) {
            send(open, waiting.remove());
        }
        if (busy) {
            return;
        }
        if (closing) {
            sayGoodbye();
        } else if (pingDue) {
            pingDue = false;
            busy = true;
            resources.blocking().execute(() -> pingBlocking(open));
        }
    }

    private void send(Session open, String text) {
        waitingChars -= text.length();
        busy = true;
        sending = true;
        try {
            open.getAsyncRemote().sendText(text, result -> executor.execute(() -> sent(result)));
        } catch (RuntimeException e) {
            broken(e);
        }
        sending = false;
    }

    private void pingBlocking(Session open) {
        Throwable failure = null;
        try {
            open.getBasicRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        Throwable result = failure;
        executor.execute(() -> sent(result));
    }

    private void sayGoodbye() {
        CloseReason reason = goodbye;
        Session open = socket;
        if (reason == null || open == null) {
            return;
        }
        goodbye = null;
        resources.blocking().execute(() -> {
            try {
                open.close(reason);
            } catch (IOException | RuntimeException e) {
                LOG.debug("A WebSocket could not be closed in order.", e);
            }
            executor.execute(this::closeTab);
        });
    }

    private void closeTab() {
        if (tabClosed) {
            return;
        }
        tabClosed = true;
        closing = true;
        entry.giveBack();
        if (tab != null) {
            tab.closed();
        }
    }
}

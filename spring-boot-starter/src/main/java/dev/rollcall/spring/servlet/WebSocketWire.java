// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.protocol.wire.HeldTab;
import dev.rollcall.protocol.wire.TabFrame;
import dev.rollcall.protocol.wire.Verdict.Opening;
import dev.rollcall.protocol.wire.Wire;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A held WebSocket. One thing at a time is on its way to the tab; what the container does only by blocking is put aside. */
final class WebSocketWire extends Endpoint implements Wire {

    /** How long what was written before may take to leave, before the socket is closed all the same. */
    private static final Duration CLOSE = Duration.ofSeconds(1);

    /** A handshake that has come to nothing in this time keeps no place. */
    private static final Duration OPEN = Duration.ofSeconds(30);

    /** Longest piece of a message that is handed over at once, in characters: a buffer of that size is kept per tab. */
    private static final int PIECE_CHARS = 1024;

    /** As much may wait here before the session keeps it, in characters: what precedes a goodbye must not be lost. */
    private static final int WATER_MARK = 16 * 1024;

    private static final long BLOCKING_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

    private final Background background;
    private final Runnable gone;
    private final Lane lane = new Lane();
    private final Pieces pieces = new Pieces();

    /* Only on the lane: */
    private @Nullable Opening opening;
    private jakarta.websocket.@Nullable Session socket;
    private @Nullable HeldTab session;
    private @Nullable CloseReason goodbye;
    private Runnable tooLate = () -> {};
    private final ArrayDeque<String> waiting = new ArrayDeque<>(0);
    private int waitingChars;
    private boolean greeting;
    private boolean busy;
    private boolean writing;
    private boolean pingDue;
    private boolean closing;
    private boolean left;

    /**
     * Takes a WebSocket over.
     *
     * @param gone called once, when it has ended or has come to nothing, on any thread
     */
    WebSocketWire(Opening opening, Background background, Runnable gone) {
        this.opening = opening;
        this.background = background;
        this.gone = gone;
    }

    /** The handshake was answered; the container may still fail to open the socket. */
    void awaitOpen() {
        Runnable callOff = background.after(OPEN, () -> lane.execute(this::leave));
        lane.execute(() -> {
            if (socket == null && !left) {
                tooLate = callOff;
            } else {
                callOff.run();
            }
        });
    }

    /** The handshake was refused by the container. */
    void abandon() {
        lane.execute(this::leave);
    }

    @Override
    public void onOpen(jakarta.websocket.Session opened, EndpointConfig config) {
        opened.setMaxIdleTimeout(0);
        opened.setMaxTextMessageBufferSize(PIECE_CHARS);
        // Tomcat's own names; elsewhere they mean nothing.
        opened.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", BLOCKING_MILLIS);
        opened.getUserProperties().put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", BLOCKING_MILLIS);
        opened.addMessageHandler(String.class, (MessageHandler.Partial<String>) this::piece);
        opened.addMessageHandler(
                ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) (bytes, last) -> tell(HeldTab::binary));
        opened.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> tell(HeldTab::alive));
        lane.execute(() -> open(opened));
    }

    @Override
    public void onClose(jakarta.websocket.Session closed, CloseReason reason) {
        lane.execute(this::leave);
    }

    @Override
    public void onError(jakarta.websocket.Session failed, Throwable failure) {
        LOG.debug("A WebSocket broke.", failure);
    }

    @Override
    public void execute(Runnable task) {
        lane.execute(task);
    }

    @Override
    public boolean isWritable() {
        return !closing && waitingChars < WATER_MARK;
    }

    @Override
    public void write(TabFrame frame) {
        if (!closing) {
            String text = Forms.text(frame);
            waiting.add(text);
            waitingChars += text.length();
            next();
        }
    }

    @Override
    public void ping() {
        pingDue = true;
        next();
    }

    @Override
    public void close(Disconnect disconnect) {
        close(new CloseReason(CloseCodes.getCloseCode(disconnect.code()), disconnect.reason()));
    }

    private void close(CloseReason reason) {
        if (!closing) {
            closing = true;
            goodbye = reason;
            next();
            background.after(CLOSE, () -> lane.execute(this::sayGoodbye));
        }
    }

    private void open(jakarta.websocket.Session opened) {
        Opening first = opening;
        if (first == null || left) {
            goodbye = new CloseReason(CloseCodes.TRY_AGAIN_LATER, "too late");
            socket = opened;
            sayGoodbye();
            return;
        }
        opening = null;
        socket = opened;
        tooLate.run();
        greeting = true; // Sent when others know the connection: a tab may answer its greeting at once.
        try {
            session = first.open(this);
        } catch (RuntimeException e) {
            LOG.error("A connection could not be opened; it is closed.", e);
            close(new CloseReason(CloseCodes.UNEXPECTED_CONDITION, "internal error"));
        }
        greeting = false;
        next();
    }

    /** On the container's thread, one piece after the other. */
    private void piece(String piece, boolean last) {
        switch (pieces.add(piece, last)) {
            case WHOLE -> {
                String text = pieces.take();
                tell(to -> to.text(text));
            }
            case TOO_BIG -> tell(HeldTab::tooBig);
            case MORE -> {}
        }
    }

    private void tell(Consumer<HeldTab> what) {
        lane.execute(() -> {
            if (session != null && !closing) {
                what.accept(session);
            }
        });
    }

    private void sent(SendResult result) {
        busy = false;
        if (!result.isOK()) {
            broken(result.getException());
        } else if (!writing) { // Else the one who writes goes on by itself.
            next();
            if (session != null && isWritable()) {
                session.writable();
            }
        }
    }

    private void broken(Throwable failure) {
        LOG.debug("A WebSocket broke.", failure);
        busy = false;
        waiting.clear();
        close(new CloseReason(CloseCodes.GOING_AWAY, "broken"));
    }

    /** Does what waits for the wire, in order: messages, a ping, the goodbye. */
    private void next() {
        jakarta.websocket.Session open = socket;
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
            background.block(() -> pingBlocking(open));
        }
    }

    private void send(jakarta.websocket.Session open, String text) {
        waitingChars -= text.length();
        busy = true;
        writing = true;
        try {
            open.getAsyncRemote().sendText(text, result -> lane.execute(() -> sent(result)));
        } catch (RuntimeException e) {
            broken(e);
        }
        writing = false;
    }

    private void pingBlocking(jakarta.websocket.Session open) {
        Throwable failure = null;
        try {
            open.getBasicRemote().sendPing(ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
        SendResult result = failure == null ? new SendResult(open) : new SendResult(open, failure);
        lane.execute(() -> sent(result));
    }

    private void sayGoodbye() {
        CloseReason reason = goodbye;
        jakarta.websocket.Session open = socket;
        if (reason == null || open == null) {
            return;
        }
        goodbye = null;
        background.block(() -> {
            try {
                open.close(reason);
            } catch (IOException | RuntimeException e) {
                LOG.debug("A WebSocket could not be closed in order.", e);
            }
            lane.execute(this::leave);
        });
    }

    private void leave() {
        if (left) {
            return;
        }
        left = true;
        closing = true;
        gone.run();
        if (session != null) {
            session.closed();
        } else if (opening != null) {
            opening.abandon();
            opening = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tab that holds a WebSocket, by the JDK's client. It answers pings on its own. */
public final class WebSocketTab implements Tab {

    private final Inbox inbox;
    private final WebSocket socket;
    private final JsonNode connected;
    private final Receiver receiver;

    private WebSocketTab(Receiver receiver, WebSocket socket) {
        this.receiver = receiver;
        this.inbox = receiver.inbox;
        this.socket = socket;
        this.connected = inbox.next();
    }

    /**
     * Opens a tab.
     *
     * @param path path and query
     * @param headers names and values alternately
     */
    public static WebSocketTab open(Http http, String path, String... headers) {
        Receiver receiver = new Receiver(new Inbox());
        return new WebSocketTab(receiver, Inbox.await(handshake(http, path, receiver, headers)));
    }

    /** Tries to open a tab and expects to be refused; returns the status and headers of the refusal. */
    public static Answer refused(Http http, String path, String... headers) {
        CompletableFuture<WebSocket> attempt = handshake(http, path, new Receiver(new Inbox()), headers);
        CompletableFuture<Answer> answer = attempt.handle((socket, failure) -> {
            if (socket != null) {
                socket.abort();
            }
            return refusal(failure);
        });
        return Inbox.await(answer);
    }

    private static Answer refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            return new Answer(
                    refused.getResponse().statusCode(),
                    refused.getResponse().headers().map(),
                    "");
        }
        throw new AssertionError("handshake: went through or broke off (expected: a refusal)", failure);
    }

    private static CompletableFuture<WebSocket> handshake(
            Http http, String path, Receiver receiver, String... headers) {
        WebSocket.Builder builder = http.client().newWebSocketBuilder().connectTimeout(Inbox.PATIENCE);
        Http.withBrowser(headers).forEach(builder::header);
        return builder.buildAsync(http.webSocket(path), receiver);
    }

    @Override
    public JsonNode connected() {
        return connected;
    }

    @Override
    public JsonNode next() {
        return inbox.next();
    }

    @Override
    public JsonNode next(String type) {
        return inbox.next(type);
    }

    @Override
    public List<JsonNode> drain() {
        return inbox.drain();
    }

    /** Sends one text message in one frame. */
    public void send(String text) {
        done(socket.sendText(text, true));
    }

    /** Sends one text message in as many frames as there are parts. */
    public void sendParts(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            done(socket.sendText(parts[i], i == parts.length - 1));
        }
    }

    /** Sends one binary message. */
    public void sendBinary(byte[] bytes) {
        done(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /**
     * Waits until the server has dealt with everything sent so far, and everything that others sent this tab has
     * arrived. It takes two round trips, a control frame and a ping message: an event loop may answer what it reads
     * before it does what other threads have asked of it, but not twice.
     *
     * @return the messages that came before the answer
     */
    public List<JsonNode> fence() {
        CompletableFuture<Boolean> pong = receiver.nextPong();
        done(socket.sendPing(ByteBuffer.allocate(0)));
        Inbox.await(pong);
        send(Json.object("type", "ping"));
        List<JsonNode> before = new java.util.ArrayList<>();
        for (JsonNode next = next(); !next.path("type").asString("").equals("pong"); next = next()) {
            before.add(next);
        }
        return before;
    }

    @Override
    public void route(String route) {
        send(Json.object("type", "route-update", "route", route));
    }

    @Override
    public void subscribe() {
        send(Json.object("type", "subscribe-stats"));
    }

    @Override
    public void subscribeDelta() {
        send(Json.object("type", "subscribe-stats", "delta", true));
    }

    @Override
    public void unsubscribe() {
        send(Json.object("type", "unsubscribe-stats"));
    }

    @Override
    public int end() {
        return inbox.end();
    }

    @Override
    public boolean hasEnded() {
        return inbox.hasEnded();
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** Says goodbye with a close frame of 1000, and waits for the server's. */
    public int leave() {
        done(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        return end();
    }

    private static void done(CompletableFuture<WebSocket> sent) {
        try {
            Inbox.await(sent.handle((socket, failure) -> failure == null));
        } catch (AssertionError e) {
            throw new AssertionError("could not send", e);
        }
    }

    /* Assembles frames; the JDK calls one method at a time. */
    private static final class Receiver implements WebSocket.Listener {
        private final Inbox inbox;
        private final StringBuilder parts = new StringBuilder();
        private final Queue<CompletableFuture<Boolean>> pongs = new ConcurrentLinkedQueue<>();

        Receiver(Inbox inbox) {
            this.inbox = inbox;
        }

        /** Returns the next pong; must be called before the ping is sent. */
        CompletableFuture<Boolean> nextPong() {
            CompletableFuture<Boolean> pong = new CompletableFuture<>();
            pongs.add(pong);
            if (inbox.hasEnded()) {
                failPongs();
            }
            return pong;
        }

        private void failPongs() {
            IllegalStateException ended =
                    new IllegalStateException("no pong: the connection has ended with " + inbox.end());
            pongs.forEach(pong -> pong.completeExceptionally(ended));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                inbox.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
            CompletableFuture<Boolean> first = pongs.poll();
            if (first != null) {
                first.complete(true);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            inbox.ended(code);
            failPongs();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            inbox.ended(-1);
            failPongs();
        }
    }
}

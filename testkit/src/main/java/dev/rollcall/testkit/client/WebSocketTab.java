// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tab that holds a WebSocket, by the JDK's client. It answers pings by itself. */
public final class WebSocketTab implements Tab {

    private final Inbox inbox;
    private final WebSocket socket;
    private final JsonNode connected;

    private WebSocketTab(Inbox inbox, WebSocket socket) {
        this.inbox = inbox;
        this.socket = socket;
        this.connected = inbox.next();
    }

    /**
     * Opens one.
     *
     * @param path path and query
     * @param headers names and values by turns
     */
    public static WebSocketTab open(Http http, String path, String... headers) {
        Inbox inbox = new Inbox();
        return new WebSocketTab(inbox, Inbox.await(handshake(http, path, inbox, headers)));
    }

    /** Tries to open one and expects to be refused: tells the status and headers of the refusal. */
    public static Answer refused(Http http, String path, String... headers) {
        CompletableFuture<WebSocket> attempt = handshake(http, path, new Inbox(), headers);
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

    private static CompletableFuture<WebSocket> handshake(Http http, String path, Inbox inbox, String... headers) {
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(Inbox.PATIENCE);
        Http.withBrowser(headers).forEach(builder::header);
        return builder.buildAsync(http.webSocket(path), new Receiver(inbox));
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
     * Sends a ping in words and waits for its answer, dropping nothing: what the server did about everything sent
     * before is done then.
     *
     * @return the messages that came before the answer
     */
    public List<JsonNode> fence() {
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

    /** Says goodbye with a close frame of 1000 and waits for the server's. */
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

    /* Puts frames together; the JDK calls one method at a time. */
    private static final class Receiver implements WebSocket.Listener {
        private final Inbox inbox;
        private final StringBuilder parts = new StringBuilder();

        Receiver(Inbox inbox) {
            this.inbox = inbox;
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
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            inbox.ended(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            inbox.ended(-1);
        }
    }
}

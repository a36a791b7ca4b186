// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.examples.embedded;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser tab as the server sees one: the JDK's own WebSocket with a browser's user agent. */
final class Tab implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    /** Connects. {@code cookie} is the value of the Cookie header; empty for none. */
    Tab(Site site, String version, String route, String cookie) {
        WebSocket.Builder builder = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        if (!cookie.isEmpty()) {
            builder.header("Cookie", cookie);
        }
        URI address = URI.create("ws://127.0.0.1:" + site.port() + "/__skew/ws?version=" + version + "&route=" + route);
        socket = builder.buildAsync(address, new Listener(messages)).join();
    }

    /** Waits for the next message of a type and returns it. Earlier messages of other types are skipped. */
    JsonNode next(String type) throws InterruptedException {
        while (true) {
            JsonNode message = messages.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no " + type + " within 20 s");
            }
            if (message.path("type").asString("").equals(type)) {
                return message;
            }
        }
    }

    /** Sends a ping and returns whether a message of this type arrived before the pong. */
    boolean gotBeforePong(String type) throws InterruptedException {
        send("{\"type\":\"ping\"}");
        boolean got = false;
        while (true) {
            JsonNode message = messages.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no pong within 20 s");
            }
            String is = message.path("type").asString("");
            if (is.equals("pong")) {
                return got;
            }
            got |= is.equals(type);
        }
    }

    void send(String json) {
        socket.sendText(json, true).join();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private record Listener(BlockingQueue<JsonNode> messages, StringBuilder parts) implements WebSocket.Listener {

        Listener(BlockingQueue<JsonNode> messages) {
            this(messages, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                messages.add(JSON.readTree(parts.toString()));
                parts.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}

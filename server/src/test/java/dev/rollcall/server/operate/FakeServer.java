// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that gives prepared answers and notes the requests. The last answer to a request is repeated. */
public final class FakeServer implements AutoCloseable {

    private record Answer(int status, String body, String retryAfter) {}

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Starts a server. */
    public FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Sets an answer to requests with this method and path, without the query. */
    public FakeServer on(String request, int status, String body) {
        return on(request, status, body, "");
    }

    /** Does the same, with the header {@code Retry-After}. */
    public FakeServer on(String request, int status, String body, String retryAfter) {
        synchronized (answers) {
            answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body, retryAfter));
        }
        return this;
    }

    /** Returns its address, without a path. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Returns the requests, one a line: method, path with query, the token's header and the body. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization + " " + body)
                            .strip());
            Answer answer = next(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            if (!answer.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter);
            }
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private Answer next(String request) {
        synchronized (answers) {
            Queue<Answer> known = answers.getOrDefault(request, new ArrayDeque<>());
            Answer answer = known.size() > 1 ? known.poll() : known.peek();
            return answer == null ? new Answer(404, "{\"ok\":false,\"error\":\"not found\"}", "") : answer;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

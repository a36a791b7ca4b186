// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Another server on a real socket: the JDK's own, with an answer that can be exchanged. */
public final class Elsewhere implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile HttpHandler answer;

    public Elsewhere(HttpHandler answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            answer.handle(exchange);
        }
    }

    public void answer(HttpHandler next) {
        this.answer = next;
    }

    public int asked() {
        return asked.get();
    }

    public URI uri(String path) {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://"
                + Objects.requireNonNull(address.getAddress()).getHostAddress() + ":" + address.getPort() + path);
    }

    public static void send(HttpExchange exchange, int status, byte @Nullable [] body) throws IOException {
        exchange.sendResponseHeaders(status, body == null ? -1 : body.length);
        if (body != null) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Holds a handler's thread until the test is over. */
    public void holdUntilClosed() {
        try {
            closing.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

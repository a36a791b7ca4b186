// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.callback;

import static dev.rollcall.auth.StatsRequests.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.rollcall.auth.OtherServer;
import dev.rollcall.auth.StatsRequests;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.testkit.ManualTimer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackAuthorizerTest {

    private static final StatsRequest REQUEST = StatsRequests.from(
            "192.0.2.1",
            Map.of(
                    "cookie", List.of("a=1", "b=2"),
                    "authorization", List.of("Bearer t"),
                    "x-forwarded-for", List.of("198.51.100.1"),
                    "user-agent", List.of("a browser")),
            Map.of("a", "1", "b", "2"));

    private final ManualTimer timer = ManualTimer.still();
    private final OtherServer server = new OtherServer(exchange -> OtherServer.respond(exchange, 204, null));
    private final CallbackAuthorizer authorizer = new CallbackAuthorizer(server.uri("/may-see?x=1"), timer);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @DisplayName("S11: only cookies and authorization of the request are passed on")
    void passesOn() {
        CompletableFuture<Headers> seen = new CompletableFuture<>();
        CompletableFuture<String> line = new CompletableFuture<>();
        server.respondWith(exchange -> {
            seen.complete(exchange.getRequestHeaders());
            line.complete(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            OtherServer.respond(exchange, 200, "{\"ok\":true}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
        assertThat(ask(authorizer, REQUEST)).isEqualTo(Decision.granted());
        assertThat(line.join()).isEqualTo("GET /may-see?x=1");
        assertThat(seen.join())
                .containsEntry("Cookie", List.of("a=1; b=2"))
                .containsEntry("Authorization", List.of("Bearer t"))
                .containsEntry("X-rollcall-connection", List.of("c1"));
        assertThat(seen.join().keySet())
                .isSubsetOf(
                        "Cookie",
                        "Authorization",
                        "X-rollcall-connection",
                        "Host",
                        "Connection",
                        "User-agent",
                        "Content-length");
        assertThat(seen.join().getFirst("User-agent")).startsWith("Java");
        assertThat(timer.pending()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    @DisplayName("S2: any 2xx status allows stats")
    void yes(int status) {
        server.respondWith(exchange -> OtherServer.respond(exchange, status, null));
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 304, 400, 401, 403, 404, 500, 503})
    @DisplayName("S2: any other status denies stats, and redirects are not followed")
    void no(int status) {
        server.respondWith(exchange -> {
            exchange.getResponseHeaders().set("Location", server.uri("/other").toString());
            OtherServer.respond(exchange, exchange.getRequestURI().getPath().equals("/other") ? 200 : status, null);
        });
        Decision decision = ask(authorizer, REQUEST);
        assertThat(decision.allowed()).isFalse();
        assertThat(decision.undecided())
                .as("the server itself failed, which is neither yes nor no")
                .isEqualTo(status >= 500);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("S2: an unreachable server denies stats")
    void notThere() {
        server.close();
        assertThat(ask(authorizer, REQUEST).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: no response in time denies stats")
    void silent() {
        server.respondWith(exchange -> server.holdUntilClosed());
        CompletableFuture<Decision> decision = authorizer.authorize(REQUEST).toCompletableFuture();
        timer.advance(BoundedHttp.TIMEOUT.minusMillis(1));
        assertThat(decision).isNotDone();
        timer.advance(java.time.Duration.ofMillis(1));
        assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.denied(Refusal.CALLBACK_FAILED));
    }

    @Test
    @DisplayName("S6: a response whose body never ends is cancelled in time")
    void tricklingBody() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        server.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            begun.countDown();
            server.holdUntilClosed();
        });
        CompletableFuture<Decision> decision = authorizer.authorize(REQUEST).toCompletableFuture();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(decision).isNotDone();
        timer.advance(BoundedHttp.TIMEOUT);
        assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.denied(Refusal.CALLBACK_FAILED));
    }

    @Test
    @DisplayName("S6: an endless body is cut off; the status still decides")
    void endlessBody() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        server.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[16 * 1024];
            try {
                for (; ; ) {
                    exchange.getResponseBody().write(some);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
        assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("S6: 64 requests are pending at once; others wait, and nobody is refused for that")
    void bounded() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        server.respondWith(exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            awaitQuietly(go);
            now.decrementAndGet();
            OtherServer.respond(exchange, 200, null);
        });
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(authorizer.authorize(from("192.0.2.1", "a=" + i)).toCompletableFuture());
        }
        go.countDown();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.granted());
        }
        assertThat(most.get()).isLessThanOrEqualTo(CallbackAuthorizer.MAX_IN_FLIGHT);
        assertThat(timer.pending()).isZero();
    }

    @Test
    @DisplayName("S6: repeated questions with the same credentials lead to one request at a time")
    void merged() {
        CountDownLatch go = new CountDownLatch(1);
        server.respondWith(exchange -> {
            awaitQuietly(go);
            OtherServer.respond(exchange, 200, null);
        });
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(authorizer.authorize(REQUEST).toCompletableFuture());
        }
        go.countDown();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.granted());
        }
        assertThat(server.requests()).isEqualTo(1);
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
        assertThat(server.requests()).as("later it is asked anew").isEqualTo(2);
    }

    @Test
    @DisplayName("S6: an address that asks very often does not hold up another one")
    void fair() {
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        server.respondWith(exchange -> {
            awaitQuietly(go);
            order.add(exchange.getRequestHeaders().getFirst("Cookie"));
            OtherServer.respond(exchange, 200, null);
        });
        for (int i = 0; i < 2 * CallbackAuthorizer.MAX_WAITING; i++) {
            authorizer.authorize(from("192.0.2.1", "junk=" + i));
        }
        CompletableFuture<Decision> admin =
                authorizer.authorize(from("198.51.100.1", "admin=1")).toCompletableFuture();
        assertThat(admin).isNotDone();
        go.countDown();
        assertThat(admin).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.granted());
        assertThat(order.indexOf("admin=1")).isBetween(0, 2 * CallbackAuthorizer.MAX_IN_FLIGHT);
    }

    @Test
    @DisplayName("S6: a question that has waited too long is no longer sent to the server")
    void waitedTooLong() {
        CountDownLatch go = new CountDownLatch(1);
        server.respondWith(exchange -> {
            awaitQuietly(go);
            OtherServer.respond(exchange, 200, null);
        });
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 2 * CallbackAuthorizer.MAX_IN_FLIGHT; i++) {
            waiting.add(authorizer.authorize(from("192.0.2.1", "a=" + i)).toCompletableFuture());
        }
        timer.advance(BoundedHttp.TIMEOUT);
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).matches(Decision::undecided);
        }
        go.countDown();
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
        assertThat(server.requests()).isLessThanOrEqualTo(CallbackAuthorizer.MAX_IN_FLIGHT + 1);
    }

    private static StatsRequest from(String address, String cookie) {
        return StatsRequests.from(address, Map.of("cookie", List.of(cookie)), Map.of());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName(
            "S6: headers that cannot be sent deny stats and use no capacity; without credentials no request is sent")
    void oddHeaders() {
        for (int i = 0; i < 2 * CallbackAuthorizer.MAX_IN_FLIGHT; i++) {
            assertThat(ask(
                                    authorizer,
                                    StatsRequests.from(null, Map.of("cookie", List.of("a=\r\nX-Admin: 1")), Map.of()))
                            .allowed())
                    .isFalse();
        }
        assertThat(ask(authorizer, StatsRequests.from(null, Map.of(), Map.of())).allowed())
                .isFalse();
        assertThat(ask(authorizer, StatsRequests.from(null, Map.of("cookie", List.of("x".repeat(20_000))), Map.of()))
                        .allowed())
                .isFalse();
        assertThat(server.requests()).isZero();
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/relative",
                "ftp://example.org/",
                "https:///path",
                "https://ann:pw@example.org/",
                "mailto:a@example.org"
            })
    void refusesOtherAddresses(String url) {
        assertThatThrownBy(() -> new CallbackAuthorizer(URI.create(url), timer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("callback URL: ")
                .hasMessageNotContaining("pw");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.callback;

import static dev.rollcall.auth.Asking.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import dev.rollcall.auth.Asking;
import dev.rollcall.auth.Elsewhere;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import dev.rollcall.testkit.ManualTimer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackAuthorizerTest {

    private static final StatsRequest REQUEST = Asking.from(
            "192.0.2.1",
            Map.of(
                    "cookie", List.of("a=1", "b=2"),
                    "authorization", List.of("Bearer t"),
                    "x-forwarded-for", List.of("198.51.100.1"),
                    "user-agent", List.of("a browser")),
            Map.of("a", "1", "b", "2"));

    private final ManualTimer timer = ManualTimer.still();
    private final Elsewhere elsewhere = new Elsewhere(exchange -> Elsewhere.send(exchange, 204, null));
    private final CallbackAuthorizer authorizer = new CallbackAuthorizer(elsewhere.uri("/may-see?x=1"), timer);

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    @DisplayName("S11: passes on cookies and authorization, and nothing else of the request")
    void passesOn() {
        CompletableFuture<Headers> seen = new CompletableFuture<>();
        CompletableFuture<String> line = new CompletableFuture<>();
        elsewhere.answer(exchange -> {
            seen.complete(exchange.getRequestHeaders());
            line.complete(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Elsewhere.send(exchange, 200, "{\"ok\":true}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
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
    @DisplayName("S2: any 2xx is a yes")
    void yes(int status) {
        elsewhere.answer(exchange -> Elsewhere.send(exchange, status, null));
        assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308, 304, 400, 401, 403, 404, 500, 503})
    @DisplayName("S2: everything else is a no, and redirects are not followed")
    void no(int status) {
        elsewhere.answer(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", elsewhere.uri("/other").toString());
            Elsewhere.send(exchange, exchange.getRequestURI().getPath().equals("/other") ? 200 : status, null);
        });
        assertThat(ask(authorizer, REQUEST).allowed()).isFalse();
        assertThat(elsewhere.asked()).isEqualTo(1);
    }

    @Test
    @DisplayName("S2: a server that is not there is a no")
    void notThere() {
        elsewhere.close();
        assertThat(ask(authorizer, REQUEST).allowed()).isFalse();
    }

    @Test
    @DisplayName("S2: no answer in time is a no")
    void silent() {
        elsewhere.answer(exchange -> elsewhere.holdUntilClosed());
        CompletableFuture<Decision> decision = authorizer.authorize(REQUEST).toCompletableFuture();
        timer.advance(BoundedHttp.TIMEOUT.minusMillis(1));
        assertThat(decision).isNotDone();
        timer.advance(java.time.Duration.ofMillis(1));
        assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.denied());
    }

    @Test
    @DisplayName("S6: a body that never ends is given up in time")
    void tricklingBody() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        elsewhere.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            begun.countDown();
            elsewhere.holdUntilClosed();
        });
        CompletableFuture<Decision> decision = authorizer.authorize(REQUEST).toCompletableFuture();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(decision).isNotDone();
        timer.advance(BoundedHttp.TIMEOUT);
        assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.denied());
    }

    @Test
    @DisplayName("S6: a body without measure is cut off; the status still counts")
    void endlessBody() throws InterruptedException {
        CountDownLatch cut = new CountDownLatch(1);
        elsewhere.answer(exchange -> {
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
    @DisplayName("S6: over 64 questions at once the answer is no, and every place comes back")
    void bounded() {
        CountDownLatch go = new CountDownLatch(1);
        elsewhere.answer(exchange -> {
            try {
                go.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Elsewhere.send(exchange, 200, null);
        });
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < CallbackAuthorizer.MAX_IN_FLIGHT; i++) {
            waiting.add(authorizer.authorize(REQUEST).toCompletableFuture());
        }
        assertThat(authorizer.authorize(REQUEST).toCompletableFuture()).isCompletedWithValue(Decision.denied());
        go.countDown();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Decision.granted());
        }
        for (int i = 0; i < 2 * CallbackAuthorizer.MAX_IN_FLIGHT; i++) {
            assertThat(ask(authorizer, REQUEST).allowed()).isTrue();
        }
    }

    @Test
    @DisplayName("S6: headers that cannot be passed on are a no and cost no place; without credentials nobody is asked")
    void oddHeaders() {
        for (int i = 0; i < 2 * CallbackAuthorizer.MAX_IN_FLIGHT; i++) {
            assertThat(ask(authorizer, Asking.from(null, Map.of("cookie", List.of("a=\r\nX-Admin: 1")), Map.of()))
                            .allowed())
                    .isFalse();
        }
        assertThat(ask(authorizer, Asking.from(null, Map.of(), Map.of())).allowed())
                .isFalse();
        assertThat(ask(authorizer, Asking.from(null, Map.of("cookie", List.of("x".repeat(20_000))), Map.of()))
                        .allowed())
                .isFalse();
        assertThat(elsewhere.asked()).isZero();
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

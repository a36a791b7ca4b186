// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.bearing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpHandler;
import dev.rollcall.auth.OtherServer;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import dev.rollcall.core.hook.StatsAuthorizer.StatsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Key servers that answer nonsense, or not at all. */
class JwksFaultsTest extends WithKeyServer {

    @Test
    @DisplayName("S6: an invalid, oversized or redirected key set is refused and fetched again after 5 seconds")
    void badAnswers() {
        byte[] good = set(RSA.toPublicJWK());
        byte[] large = Arrays.copyOf(good, 300 * 1024);
        Arrays.fill(large, good.length, large.length, (byte) ' ');
        List<HttpHandler> bad = List.of(
                exchange -> OtherServer.respond(exchange, 200, "no".getBytes(UTF_8)),
                exchange -> OtherServer.respond(exchange, 200, "{\"keys\":7}".getBytes(UTF_8)),
                exchange ->
                        OtherServer.respond(exchange, 200, "[".repeat(100_000).getBytes(UTF_8)),
                exchange -> OtherServer.respond(exchange, 200, large),
                exchange -> OtherServer.respond(exchange, 404, good),
                exchange -> {
                    boolean there = exchange.getRequestURI().getPath().equals("/other");
                    exchange.getResponseHeaders()
                            .set("Location", server.uri("/other").toString());
                    OtherServer.respond(exchange, there ? 200 : 302, good);
                });
        int asked = 0;
        for (HttpHandler handler : bad) {
            server.respondWith(handler);
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                    .isFalse();
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                    .isFalse();
            assertThat(server.requests()).isEqualTo(++asked);
            timer.advance(Duration.ofSeconds(5));
        }
        server.respondWith(keys(RSA.toPublicJWK()));
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
    }

    @Test
    @DisplayName("S6: a key server that hangs blocks no caller; all wait for one fetch, which is cancelled in time")
    void hangs() throws InterruptedException {
        CountDownLatch begun = hang();
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(authorizer.authorize(bearing(token(JWSAlgorithm.RS256))).toCompletableFuture());
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        timeOut();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        }
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("S6: known keys are used while a made-up key id waits for a server that hangs")
    void hangsForUnknownKeyId() throws InterruptedException {
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        CountDownLatch begun = hang();
        timer.advance(Duration.ofSeconds(30));
        CompletableFuture<Decision> unknown =
                authorizer.authorize(bearing(token(ROTATED))).toCompletableFuture();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(unknown).isNotDone();
        timeOut();
        assertThat(unknown).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        assertThat(ask(authorizer, bearing(token(JWSAlgorithm.RS256))).allowed())
                .isTrue();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("S6: 1,000 requests wait for a server that hangs; more are denied at once")
    void tooManyWaiting() throws InterruptedException {
        CountDownLatch begun = hang();
        StatsRequest request = bearing(token(JWSAlgorithm.RS256));
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            waiting.add(authorizer.authorize(request).toCompletableFuture());
        }
        assertThat(waiting.subList(0, 1_000)).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.subList(1_010, 1_100))
                .allMatch(decision -> decision.isDone() && !decision.join().allowed());
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        timeOut();
        for (CompletableFuture<Decision> decision : waiting) {
            assertThat(decision).succeedsWithin(20, TimeUnit.SECONDS).matches(answer -> !answer.allowed());
        }
    }

    /** Makes the server send one byte and then nothing. The latch opens when the byte is sent. */
    private CountDownLatch hang() {
        CountDownLatch begun = new CountDownLatch(1);
        server.respondWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            begun.countDown();
            server.holdUntilClosed();
        });
        return begun;
    }

    /** Lets the time limit of the running fetch pass. */
    private void timeOut() {
        await().until(() -> timer.pending() == 1);
        timer.advance(BoundedHttp.TIMEOUT);
    }
}

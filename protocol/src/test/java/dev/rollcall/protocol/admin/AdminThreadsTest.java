// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.protocol.admin.list.Asker;
import dev.rollcall.protocol.http.Requests;
import dev.rollcall.protocol.http.guard.RequestOrigin;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which work waits for which. */
class AdminThreadsTest {

    @Test
    @DisplayName("a command is carried out while every thread for questions is taken and more questions wait")
    void lanes() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (AdminThreads threads = new AdminThreads(null, asked -> Responses.empty(503))) {
            List<CompletionStage<Response>> questions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                questions.add(threads.run(asked("GET"), question -> {
                    await(answered);
                    return atOnce(question);
                }));
            }
            Response done = get(threads.run(asked("POST"), AdminThreadsTest::atOnce));
            assertThat(done.status()).isEqualTo(204);
            answered.countDown();
            for (CompletionStage<Response> question : questions) {
                assertThat(get(question).status()).isEqualTo(204);
            }
        }
    }

    @Test
    @DisplayName("a question whose caller has gone before its turn is dropped; a command is carried out")
    void gone() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        List<String> worked = new CopyOnWriteArrayList<>();
        try (AdminThreads threads = new AdminThreads(null, asked -> Responses.empty(503))) {
            List<CompletionStage<Response>> busy = new ArrayList<>();
            for (String method : List.of("GET", "GET", "POST")) {
                busy.add(threads.run(asked(method), asked -> {
                    await(answered);
                    return atOnce(asked);
                }));
            }
            for (String method : List.of("GET", "HEAD", "POST")) {
                AdminRequest left = asked(method);
                busy.add(threads.run(left, asked -> {
                    worked.add(method);
                    return atOnce(asked);
                }));
                left.asker().leave();
            }
            answered.countDown();
            for (CompletionStage<Response> each : busy) {
                get(each);
            }
        }
        assertThat(worked).containsExactly("POST");
    }

    private static CompletionStage<Response> atOnce(AdminRequest asked) {
        return CompletableFuture.completedStage(Responses.empty(204));
    }

    private static AdminRequest asked(String method) {
        Request request = new Request(
                method,
                "/__skew/admin/stats",
                "",
                Headers.of(Map.of()),
                Requests.address("192.0.2.1"),
                new byte[0],
                false,
                null);
        return new AdminRequest(
                request, new RequestOrigin(true, true, null), Requests.address("192.0.2.1"), null, new Asker());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Response get(CompletionStage<Response> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}

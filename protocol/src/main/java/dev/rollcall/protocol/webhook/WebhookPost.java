// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON and reads the status of the response. Follows no redirect, sends no cookie, reads no body. Thread-safe; never
 * blocks the caller.
 */
final class WebhookPost {

    /** The limit for one request. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;

    private final Timer timer;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .executor(threads())
            .build();

    WebhookPost(Timer timer) {
        this.timer = timer;
    }

    /** Returns the status; fails when there is none within the limit. This method itself does not throw. */
    CompletableFuture<Integer> send(URI to, Map<String, String> headers, byte[] body) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(to).timeout(LIMIT).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            var response = client.sendAsync(request.build(), head -> new NoBody());
            Timer.Cancellable alarm = timer.after(LIMIT, () -> response.cancel(true));
            return response.whenComplete((answer, failure) -> alarm.cancel()).thenApply(answer -> answer.statusCode());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "rollcall-webhook");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Whatever the receiver says, nobody reads it: its status is the answer. */
    private static final class NoBody implements BodySubscriber<@Nullable Void> {

        private final CompletableFuture<@Nullable Void> body = new CompletableFuture<>();

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
            body.complete(null);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {}

        @Override
        public void onError(Throwable error) {
            body.complete(null);
        }

        @Override
        public void onComplete() {
            body.complete(null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.http;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks other servers, with an end to everything: no redirect is followed, no cookie kept, the whole exchange is given up
 * after {@link #TIMEOUT}, and the body has a limit. Uses at most two threads, which end by themselves when idle.
 * Thread-safe; never blocks the caller.
 */
public final class BoundedHttp {

    /** Below the five seconds that an authorizer has. */
    public static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final int MAX_DROPPED_BYTES = 64 * 1024;
    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;

    private final Timer timer;
    private final HttpClient client;

    /**
     * Makes a client.
     *
     * @param timer for giving up
     */
    public BoundedHttp(Timer timer) {
        this.timer = requireNonNull(timer, "timer");
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .executor(threads())
                .build();
    }

    /**
     * Sends a GET and keeps the body.
     *
     * @param maxBytes the longest body that is accepted
     * @return the response; fails when the body is longer, or with whatever kept it from coming, a
     *     {@link java.util.concurrent.CancellationException} when the time was up. Nothing is thrown
     */
    public CompletableFuture<HttpResponse<byte[]>> get(URI uri, Map<String, String> headers, int maxBytes) {
        return send(uri, headers, () -> BoundedBody.kept(maxBytes));
    }

    /**
     * Sends a GET and drops the body. A body longer than 64 KiB is not read to its end.
     *
     * @return the response's status; fails as {@link #get} does
     */
    public CompletableFuture<Integer> status(URI uri, Map<String, String> headers) {
        return send(uri, headers, () -> BoundedBody.dropped(MAX_DROPPED_BYTES)).thenApply(HttpResponse::statusCode);
    }

    private <T> CompletableFuture<HttpResponse<T>> send(
            URI uri, Map<String, String> headers, Supplier<BodySubscriber<T>> body) {
        CompletableFuture<HttpResponse<T>> response;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            headers.forEach(request::header);
            response = client.sendAsync(request.build(), head -> body.get());
        } catch (IllegalArgumentException e) {
            // A header with characters that cannot be passed on.
            return CompletableFuture.failedFuture(e);
        }
        // The client's own timeout ends with the response's headers; a body that trickles in would go on for ever.
        Timer.Cancellable alarm = timer.after(TIMEOUT, () -> response.cancel(true));
        return response.whenComplete((answer, error) -> alarm.cancel());
    }

    /**
     * Checks an address from the settings.
     *
     * @throws IllegalArgumentException when it is not an absolute http or https address, or holds a user name
     */
    public static URI checked(String setting, URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    setting
                            + ": not usable (expected: https://host/path, or http:// inside a trusted network; no user name in it)");
        }
        return uri;
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "rollcall-outbound");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

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
 * An HTTP client with limits. It does not follow redirects or keep cookies. It limits the size of a body, and cancels an
 * exchange that is not complete after {@link #TIMEOUT}. It uses at most two threads, which end when they are idle.
 * Thread-safe; never blocks the caller.
 */
public final class BoundedHttp {

    /** The limit for a whole exchange, 4 seconds: less than the 5 seconds that an authorizer has. */
    public static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final int MAX_DISCARDED_BYTES = 64 * 1024;
    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;

    private final Timer timer;
    private final Duration limit;
    private final HttpClient client;

    /**
     * Makes a client.
     *
     * @param timer measures the time limit
     */
    public BoundedHttp(Timer timer) {
        this(timer, TIMEOUT);
    }

    /** With another limit for a whole exchange. */
    BoundedHttp(Timer timer, Duration limit) {
        this.timer = requireNonNull(timer, "timer");
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .executor(threads())
                .build();
    }

    /**
     * Sends a GET request and returns the response with its body.
     *
     * @param uri an address that {@link #checked} accepts
     * @param headers the headers to send
     * @param maxBytes the largest body that is accepted
     * @return the response, whatever its status. Fails with an {@link java.io.IOException} if the body is too large or the
     *     server cannot be reached, with a {@link java.util.concurrent.CancellationException} after {@link #TIMEOUT}, and
     *     with an {@link IllegalArgumentException} if a header cannot be sent. This method itself does not throw
     */
    public CompletableFuture<HttpResponse<byte[]>> get(URI uri, Map<String, String> headers, int maxBytes) {
        return send(uri, headers, () -> BoundedBody.kept(maxBytes));
    }

    /**
     * Sends a GET request and returns the status of the response. Discards the body; stops reading it after 64 KiB.
     *
     * @param uri an address that {@link #checked} accepts
     * @param headers the headers to send
     * @return the status; fails as {@link #get} does, but a large body is not a failure
     */
    public CompletableFuture<Integer> status(URI uri, Map<String, String> headers) {
        return send(uri, headers, () -> BoundedBody.discarded(MAX_DISCARDED_BYTES))
                .thenApply(HttpResponse::statusCode);
    }

    private <T> CompletableFuture<HttpResponse<T>> send(
            URI uri, Map<String, String> headers, Supplier<BodySubscriber<T>> body) {
        CompletableFuture<HttpResponse<T>> response;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(limit);
            headers.forEach(request::header);
            response = client.sendAsync(request.build(), head -> body.get());
        } catch (IllegalArgumentException e) {
            // A header value has characters that a header cannot carry.
            return CompletableFuture.failedFuture(e);
        }
        // The client's own timeout closes a connection whose response has no end of headers, which cancelling does not.
        // It
        // does not cover the body, which could trickle in for ever: that is cancelled.
        Timer.Cancellable alarm = timer.after(limit, () -> response.cancel(true));
        return response.whenComplete((answer, error) -> alarm.cancel());
    }

    /**
     * Checks that an address can be used: absolute, http or https, with a host, without a user name or a fragment.
     *
     * @param setting the setting's name, for the message
     * @param uri the address
     * @return the same address
     * @throws IllegalArgumentException if it cannot be used; the message does not contain the address
     */
    public static URI checked(String setting, URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    setting
                            + ": not usable (expected: https://host/path, or http:// inside a trusted network; without user name or fragment)");
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.callback;

import static java.util.Objects.requireNonNull;

import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.Credentials;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer that asks another server. It sends a GET request with the {@code Cookie} and {@code Authorization} headers
 * of the request for stats, and the connection's id as {@code X-Rollcall-Connection}. Thread-safe; never blocks.
 *
 * <p>A status of 200 to 299 allows stats until the next regular check. Everything else denies them, including a redirect,
 * which is not followed, and no response within 4 seconds. The server is not asked, and the answer is no, if the request
 * has neither of the two headers, if they have more than 16,384 characters together, or if {@value #MAX_IN_FLIGHT} requests
 * to the server are pending.
 */
public final class CallbackAuthorizer implements StatsAuthorizer {

    /** The largest number of requests to the server that may be pending at one time. */
    public static final int MAX_IN_FLIGHT = 64;

    private static final int MAX_CREDENTIAL_CHARS = 2 * Credentials.MAX_CHARS;

    private final URI url;
    private final BoundedHttp http;
    private final Semaphore capacity = new Semaphore(MAX_IN_FLIGHT);

    /**
     * Makes an authorizer.
     *
     * @param url the address to ask, http or https; it must answer 2xx for exactly the users who may see stats
     * @param timer measures the 4 seconds
     * @throws IllegalArgumentException if the address is not absolute, or has a user name or a fragment
     */
    public CallbackAuthorizer(URI url, Timer timer) {
        this.url = BoundedHttp.checked("callback URL", requireNonNull(url, "url"));
        this.http = new BoundedHttp(timer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Map<String, String> headers = credentials(request);
        if (headers.isEmpty() || !capacity.tryAcquire()) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        headers.put("X-Rollcall-Connection", request.connectionId());
        return http.status(url, headers).handle((status, error) -> {
            capacity.release();
            return error == null && status / 100 == 2 ? Decision.granted() : Decision.denied();
        });
    }

    private static Map<String, String> credentials(StatsRequest request) {
        Map<String, String> found = new LinkedHashMap<>();
        put(found, "Cookie", joined(request, "cookie"));
        put(found, "Authorization", request.header("authorization"));
        int chars = found.values().stream().mapToInt(String::length).sum();
        return chars <= MAX_CREDENTIAL_CHARS ? found : Map.of();
    }

    /** Joins the values of a header; HTTP/2 may split cookies over several (RFC 9113, section 8.2.3). */
    private static String joined(StatsRequest request, String name) {
        return String.join("; ", request.headers().getOrDefault(name, List.of()));
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }
}

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
 * Asks another server who may see stats: sends it a GET with the {@code Cookie} and {@code Authorization} headers of the
 * request and, as {@code X-Rollcall-Connection}, the connection's id. An answer of 2xx is a yes until the next regular
 * check; everything else is a no, also a redirect, no answer within 4 seconds, or more than {@value #MAX_IN_FLIGHT}
 * questions at once. A request with neither header is not worth a question. Thread-safe; never blocks.
 */
public final class CallbackAuthorizer implements StatsAuthorizer {

    /** The most questions that wait for an answer at one time; over that the answer is no. */
    public static final int MAX_IN_FLIGHT = 64;

    private static final int MAX_CREDENTIAL_CHARS = 2 * Credentials.MAX_CHARS;

    private final URI url;
    private final BoundedHttp outbound;
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);

    /**
     * Makes one.
     *
     * @param url whom to ask, http or https; whatever user sees the site's stats must get a 2xx from it
     * @param timer for giving up
     * @throws IllegalArgumentException when the address is not usable
     */
    public CallbackAuthorizer(URI url, Timer timer) {
        this.url = BoundedHttp.checked("callback URL", requireNonNull(url, "url"));
        this.outbound = new BoundedHttp(timer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        Map<String, String> headers = credentials(request);
        if (headers.isEmpty() || !places.tryAcquire()) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        headers.put("X-Rollcall-Connection", request.connectionId());
        return outbound.status(url, headers).handle((status, error) -> {
            places.release();
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

    /** HTTP/2 may split the cookies over several headers (RFC 9113, section 8.2.3). */
    private static String joined(StatsRequest request, String name) {
        return String.join("; ", request.headers().getOrDefault(name, List.of()));
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }
}

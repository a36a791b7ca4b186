// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Fetches a key set: only a status of 200 counts, redirects are not followed, the body has at most {@value #MAX_BYTES}
 * bytes, and everything together takes at most {@link BoundedHttp#TIMEOUT}. Blocks until then. Thread-safe.
 *
 * <p>The library's own {@code DefaultResourceRetriever} follows redirects, and its time limit starts again with each read,
 * so a server that sends a byte at a time could hold its thread for days.
 */
final class BoundedRetriever implements ResourceRetriever {

    /** The largest key set that is accepted, 256 KiB. */
    static final int MAX_BYTES = 256 * 1024;

    private static final Map<String, String> HEADERS = Map.of("Accept", "application/json");

    private final BoundedHttp http;

    BoundedRetriever(Timer timer) {
        this.http = new BoundedHttp(timer);
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpResponse<byte[]> response = await(http.get(URI.create(url.toString()), HEADERS, MAX_BYTES));
        if (response.statusCode() != 200) {
            throw new IOException("status: " + response.statusCode() + " (expected: 200)");
        }
        String type = response.headers().firstValue("content-type").orElse("");
        return new Resource(new String(response.body(), UTF_8), type);
    }

    private static <T> T await(CompletableFuture<T> response) throws IOException {
        try {
            return response.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the answer");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String reason = cause instanceof CancellationException
                    ? "no complete answer within " + BoundedHttp.TIMEOUT.toSeconds() + " s"
                    : String.valueOf(cause);
            throw new IOException(reason, cause);
        }
    }
}

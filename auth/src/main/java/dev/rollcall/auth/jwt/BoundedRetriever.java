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
 * A retriever of key sets that accepts only status 200, does not follow redirects, and limits the body to
 * {@value #MAX_BYTES} bytes and the whole exchange to {@link BoundedHttp#TIMEOUT}. Blocks the caller. Thread-safe.
 *
 * <p>The library's {@code DefaultResourceRetriever} does not fit. It follows redirects, and its time limit starts again with
 * each read, so a server that sends one byte at a time could block a thread for days.
 */
final class BoundedRetriever implements ResourceRetriever {

    /** The size of the largest key set that is accepted, 256 KiB. */
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

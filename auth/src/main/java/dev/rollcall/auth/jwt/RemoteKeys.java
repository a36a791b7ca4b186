// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWKSet;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.time.Timer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys (JWK set, RFC 7517) at an address, fetched when needed. Kept for 5 minutes; fetched again earlier when a
 * token names a key that is not among them, yet at most every 30 seconds, whatever strangers present. When the address
 * does not answer, the keys last known count for an hour. Thread-safe; never blocks.
 */
final class RemoteKeys {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

    private static final int MAX_BYTES = 256 * 1024;
    private static final long FRESH_MILLIS = 5 * 60_000L;
    private static final long USABLE_MILLIS = 60 * 60_000L;
    private static final long REFRESH_MILLIS = 30_000;
    private static final long FIRST_RETRY_MILLIS = 5_000;

    private final URI uri;
    private final Timer timer;
    private final BoundedHttp outbound;
    private @Nullable Known known;
    private @Nullable CompletableFuture<JWKSet> inFlight;
    private long attemptedMillis = Long.MIN_VALUE;

    RemoteKeys(URI uri, Timer timer) {
        this.uri = BoundedHttp.checked("jwksUrl", uri);
        this.timer = timer;
        this.outbound = new BoundedHttp(timer);
    }

    /**
     * The keys, fresh ones if those at hand do not do.
     *
     * @param useful whether the keys at hand are worth a try
     * @return the best that is known, perhaps an empty set; never fails
     */
    CompletionStage<JWKSet> find(Predicate<JWKSet> useful) {
        CompletableFuture<JWKSet> fetch;
        synchronized (this) {
            long now = timer.millis();
            if (known != null && within(now, known.atMillis, FRESH_MILLIS) && useful.test(known.keys)) {
                return CompletableFuture.completedStage(known.keys);
            }
            if (inFlight != null) {
                return inFlight;
            }
            if (within(now, attemptedMillis, known == null ? FIRST_RETRY_MILLIS : REFRESH_MILLIS)) {
                return CompletableFuture.completedStage(lastKnown(now));
            }
            attemptedMillis = now;
            fetch = new CompletableFuture<>();
            inFlight = fetch;
        }
        start(fetch);
        return fetch;
    }

    private void start(CompletableFuture<JWKSet> fetch) {
        // Completed outside of the lock, because whoever waits goes on right there. The chain itself cannot fail.
        CompletableFuture<Boolean> unused = outbound.get(uri, Map.of("Accept", "application/json"), MAX_BYTES)
                .thenApply(RemoteKeys::parse)
                .handle((keys, error) -> fetch.complete(settle(keys, error)));
    }

    private synchronized JWKSet settle(@Nullable JWKSet keys, @Nullable Throwable error) {
        inFlight = null;
        long now = timer.millis();
        if (keys != null) {
            known = new Known(keys, now);
            return keys;
        }
        LOG.warn(
                "The keys that check JWTs could not be fetched from {}; trying again in {} s at the earliest: {}",
                uri.getHost(),
                (known == null ? FIRST_RETRY_MILLIS : REFRESH_MILLIS) / 1000,
                String.valueOf(error));
        return lastKnown(now);
    }

    private JWKSet lastKnown(long now) {
        return known != null && within(now, known.atMillis, USABLE_MILLIS) ? known.keys : new JWKSet();
    }

    private static JWKSet parse(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException("status: " + response.statusCode() + " (expected: 200)"));
        }
        try {
            return JWKSet.parse(new String(response.body(), UTF_8));
        } catch (ParseException e) {
            throw new CompletionException(new IOException("body: not a JWK set (expected: RFC 7517, section 5)", e));
        }
    }

    /** False as well when the clock was set back, so that a wrong clock heals. */
    private static boolean within(long now, long since, long millis) {
        return now >= since && now - millis < since;
    }

    private record Known(JWKSet keys, long atMillis) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.time.Timer;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys (JWK set, RFC 7517) at an address, fetched when they are needed. Blocks while they are fetched, at most
 * {@link BoundedHttp#TIMEOUT}. Thread-safe.
 *
 * <p>Keys are kept for 5 minutes. They are fetched earlier when a token names a key that is not among them, within the
 * bounds of {@link FetchLimit}. While the address does not answer, the keys fetched last are used for at most an hour.
 */
final class RemoteKeySource implements JWKSource<SecurityContext> {

    /*
     * Design: caching, waiting for a fetch that runs already, and outages are the library's. From outside in: its cache,
     * its tolerance of outages, our limit, its parser, our retriever. The library's outermost class reads the system clock;
     * this class does the same two steps with ours.
     *
     * In an outage the cache keeps the old keys for another 5 minutes, so those 5 minutes are taken off the hour.
     * A thread that waits for another's fetch waits no longer than the fetch takes; the library's own limit is never reached.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(1);

    private final JWKSetSource<SecurityContext> sets;
    private final SteadyClock clock;

    /**
     * Makes a source that has not fetched anything yet.
     *
     * @param uri the address, as {@link BoundedHttp#checked} accepts it
     * @param timer for ages and for giving up
     */
    RemoteKeySource(URI uri, Timer timer) {
        this.clock = new SteadyClock(timer);
        JWKSource<SecurityContext> source = JWKSourceBuilder.create(limited(uri, timer))
                .cache(FRESH.toMillis(), JWKSourceBuilder.DEFAULT_CACHE_REFRESH_TIMEOUT)
                .refreshAheadCache(false)
                .rateLimited(false)
                .outageTolerant(USABLE.minus(FRESH).toMillis())
                .build();
        this.sets = ((JWKSetBasedJWKSource<SecurityContext>) source).getJWKSetSource();
    }

    private static JWKSetSource<SecurityContext> limited(URI uri, Timer timer) {
        try {
            return new FetchLimit(new URLBasedJWKSetSource<>(uri.toURL(), new BoundedRetriever(timer)), uri.getHost());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("jwksUrl: not usable (expected: https://host/path)", e);
        }
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        long now = clock.millis();
        JWKSet known = sets.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
        List<JWK> found = selector.select(known);
        return found.isEmpty()
                ? selector.select(sets.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context))
                : found;
    }
}

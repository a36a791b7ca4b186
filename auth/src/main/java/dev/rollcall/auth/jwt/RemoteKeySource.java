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
 * The public keys at an address (JWK set, RFC 7517, section 5), fetched when they are needed. Blocks the caller during a
 * fetch, for at most {@link BoundedHttp#TIMEOUT}. Thread-safe.
 *
 * <p>Keys are cached for 5 minutes. A token with an unknown key id causes an earlier fetch, if {@link FetchLimit} allows it.
 * If a fetch fails, the keys of the last successful one are used, for at most an hour after it.
 */
final class RemoteKeySource implements JWKSource<SecurityContext> {

    /*
     * Design: the library caches, shares a running fetch among threads, and tolerates outages. The layers, outermost first:
     * its cache, its outage tolerance, FetchLimit, its parser, BoundedRetriever. Its own outermost layer reads the system
     * clock, so get() repeats the two steps of that layer with our clock.
     *
     * After a failed fetch the cache keeps the old keys for another 5 minutes. Outage tolerance therefore ends 5 minutes
     * before the hour. A thread that waits for another thread's fetch has a time limit too (the default), but the fetch
     * always ends first.
     */
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(1);

    private final JWKSetSource<SecurityContext> sets;
    private final Timer timer;

    /**
     * Makes a source. Fetches nothing yet.
     *
     * @param uri an address that {@link BoundedHttp#checked} accepts
     * @param timer measures the age of keys and the time limit of a fetch
     */
    RemoteKeySource(URI uri, Timer timer) {
        this.timer = timer;
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
        long now = timer.ticks();
        JWKSet known = sets.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), now, context);
        List<JWK> found = selector.select(known);
        return found.isEmpty()
                ? selector.select(sets.getJWKSet(JWKSetCacheRefreshEvaluator.referenceComparison(known), now, context))
                : found;
    }
}

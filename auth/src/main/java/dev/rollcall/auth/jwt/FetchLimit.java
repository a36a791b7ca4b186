// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one fetch of a key set through every 30 seconds, or every 5 seconds until the first one has succeeded, and logs
 * those that fail. Thread-safe.
 *
 * <p>The library's own {@code RateLimitedJWKSetSource} lets two through at once and has one interval, so made-up key ids
 * would cause twice the requests, and a server that starts before its identity provider would wait 30 seconds.
 */
final class FetchLimit extends JWKSetSourceWrapper<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FetchLimit.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(5);

    private final String host;
    private boolean attempted;
    private boolean succeeded;
    private long lastMillis;

    /**
     * Wraps a source that has not been asked yet.
     *
     * @param host the server's name, for the log
     */
    FetchLimit(JWKSetSource<SecurityContext> source, String host) {
        super(source);
        this.host = host;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        Duration interval = begin(now);
        try {
            JWKSet keys = getSource().getJWKSet(evaluator, now, context);
            succeed();
            return keys;
        } catch (KeySourceException e) {
            LOG.warn(
                    "Cannot fetch the keys that verify JWTs from {}; the next attempt is in {} s at the earliest: {}",
                    host,
                    interval.toSeconds(),
                    e.getMessage());
            throw e;
        }
    }

    private synchronized Duration begin(long now) throws RateLimitReachedException {
        Duration interval = succeeded ? INTERVAL : FIRST_INTERVAL;
        if (attempted && now - lastMillis < interval.toMillis()) {
            throw new RateLimitReachedException();
        }
        attempted = true;
        lastMillis = now;
        return interval;
    }

    private synchronized void succeed() {
        succeeded = true;
    }
}

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
 * A key set source that allows one fetch every 30 seconds, or every 5 seconds until the first success. Logs failed fetches.
 * Thread-safe.
 *
 * <p>The library's {@code RateLimitedJWKSetSource} does not fit. It allows two fetches per interval, so made-up key ids
 * would cause twice as many requests. It has only one interval, so a server that starts before its identity provider would
 * deny every token for 30 seconds.
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
     * Limits a source.
     *
     * @param source the source, not used before
     * @param host the key server's name, for the log
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

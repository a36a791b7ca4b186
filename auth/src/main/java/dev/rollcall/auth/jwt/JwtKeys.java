// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that verify tokens, and the algorithms that fit their kind: a public key is never used as a secret. Thread-safe.
 *
 * @param algorithms the algorithms that are accepted; a token with any other is refused before a key is looked for
 * @param selector finds the keys for a token's header
 * @param executor where to verify tokens: a pool if the selector may block, else the calling thread
 */
record JwtKeys(Set<JWSAlgorithm> algorithms, JWSKeySelector<SecurityContext> selector, Executor executor) {

    private static final Set<JWSAlgorithm> HMAC = Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);
    private static final Set<JWSAlgorithm> PUBLIC_KEY = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1_000;
    private static final int IDLE_SECONDS = 30;

    /** Returns one secret, whatever key id a token names. */
    static JwtKeys ofSecret(byte[] secret) {
        SecretKey key = new SecretKeySpec(secret, "HMAC");
        return new JwtKeys(
                HMAC,
                (header, context) -> HMAC.contains(header.getAlgorithm()) ? List.of(key) : List.of(),
                Runnable::run);
    }

    /** Returns the public keys at an address. */
    static JwtKeys ofUrl(URI uri, Timer timer) {
        return new JwtKeys(
                PUBLIC_KEY, new JWSVerificationKeySelector<>(PUBLIC_KEY, new RemoteKeySource(uri, timer)), threads());
    }

    /** A server that does not answer holds these threads and nobody else's. */
    private static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "rollcall-jwt");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import dev.rollcall.core.time.Timer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that verify tokens, with the algorithms that fit this kind of key: a public key is never used as a secret.
 * Thread-safe.
 *
 * @param algorithms the accepted algorithms; a token with another one is refused before any key is looked up
 * @param selector finds the keys for a token's header; may block only on the executor
 * @param executor runs the verification: on the calling thread if the selector never blocks, otherwise on a pool
 */
record JwtKeys(Set<JWSAlgorithm> algorithms, JWSKeySelector<SecurityContext> selector, Executor executor) {

    /** The shortest key for each algorithm, in bytes. */
    private static final Map<JWSAlgorithm, Integer> HMAC =
            Map.of(JWSAlgorithm.HS256, 32, JWSAlgorithm.HS384, 48, JWSAlgorithm.HS512, 64);

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

    /**
     * Returns a single secret. It is used whatever key id a token names. The algorithms follow from its length: each needs a
     * key as long as its hash (RFC 7518, section 3.2).
     */
    static JwtKeys ofSecret(byte[] secret) {
        SecretKey key = new SecretKeySpec(secret, "HMAC");
        Set<JWSAlgorithm> algorithms = HMAC.entrySet().stream()
                .filter(algorithm -> secret.length >= algorithm.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        return new JwtKeys(
                algorithms,
                (header, context) -> algorithms.contains(header.getAlgorithm()) ? List.of(key) : List.of(),
                Runnable::run);
    }

    /** Returns the public keys at an address. */
    static JwtKeys ofUrl(URI uri, Timer timer) {
        return new JwtKeys(
                PUBLIC_KEY, new JWSVerificationKeySelector<>(PUBLIC_KEY, new RemoteKeySource(uri, timer)), threads());
    }

    /** A pool of its own, so that a key server that does not answer blocks no other authorizer. */
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

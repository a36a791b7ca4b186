// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the keys come from that check tokens, and the algorithms that fit their kind: a public key is never taken for a
 * secret. Thread-safe.
 */
interface JwtKeys {

    /** The algorithms that count; a token with any other is refused unread. */
    Set<JWSAlgorithm> algorithms();

    /** What finds the keys for a token with this header. Never fails. */
    CompletionStage<JWSKeySelector<SecurityContext>> selectorFor(JWSHeader header);

    /** One secret, whatever key id a token names. */
    static JwtKeys ofSecret(byte[] secret) {
        return new OfSecret(new SecretKeySpec(secret, "HMAC"));
    }

    /** Public keys from an address. */
    static JwtKeys ofUrl(RemoteKeys remote) {
        return new OfUrl(remote);
    }

    /** See {@link #ofSecret}. */
    record OfSecret(SecretKey secret) implements JwtKeys {

        private static final Set<JWSAlgorithm> HMAC =
                Set.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512);

        @Override
        public Set<JWSAlgorithm> algorithms() {
            return HMAC;
        }

        @Override
        public CompletionStage<JWSKeySelector<SecurityContext>> selectorFor(JWSHeader header) {
            return CompletableFuture.completedStage(
                    (asked, context) -> HMAC.contains(asked.getAlgorithm()) ? List.of(secret) : List.of());
        }

        @Override
        public String toString() {
            return "OfSecret[]";
        }
    }

    /** See {@link #ofUrl}. */
    record OfUrl(RemoteKeys remote) implements JwtKeys {

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

        @Override
        public Set<JWSAlgorithm> algorithms() {
            return PUBLIC_KEY;
        }

        @Override
        public CompletionStage<JWSKeySelector<SecurityContext>> selectorFor(JWSHeader header) {
            JWKSelector fitting = new JWKSelector(JWKMatcher.forJWSHeader(header));
            return remote.find(keys -> !fitting.select(keys).isEmpty())
                    .thenApply(keys -> new JWSVerificationKeySelector<>(PUBLIC_KEY, new ImmutableJWKSet<>(keys)));
        }
    }
}

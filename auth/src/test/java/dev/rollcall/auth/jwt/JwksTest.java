// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static dev.rollcall.auth.StatsRequests.ask;
import static dev.rollcall.auth.StatsRequests.bearing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.rollcall.core.hook.StatsAuthorizer.Decision;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are verified with keys from a server on a real socket: which are accepted. */
class JwksTest extends WithKeyServer {

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256"})
    @DisplayName("S2: tokens signed with a fetched key are accepted; the keys are fetched once")
    void granted(String algorithm) {
        for (int i = 0; i < 5; i++) {
            assertThat(ask(authorizer, bearing(token(JWSAlgorithm.parse(algorithm)))))
                    .isEqualTo(Decision.grantedUntil(EXP.plus(JwtCheck.SKEW)));
        }
        assertThat(server.requests()).isEqualTo(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    @DisplayName("S2: a public key is not used as a secret, and a symmetric key in the set is not used")
    void algorithmConfusion() throws JOSEException {
        byte[] der = RSA.toRSAPublicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                der,
                pem.getBytes(UTF_8),
                pem.strip().getBytes(UTF_8),
                RSA.getModulus().decode())) {
            assertThat(ask(authorizer, bearing(signed(header(JWSAlgorithm.HS256, "rsa-1"), new MACSigner(secret))))
                            .allowed())
                    .isFalse();
        }
        byte[] shared = new byte[32];
        server.respondWith(
                keys(new OctetSequenceKey.Builder(shared).keyID("oct-1").build()));
        assertThat(ask(authorizer, bearing(signed(header(JWSAlgorithm.HS256, "oct-1"), new MACSigner(shared))))
                        .allowed())
                .isFalse();
        assertThat(server.requests())
                .as("nothing is fetched for a token whose algorithm is refused")
                .isZero();
    }

    @Test
    @DisplayName("S2: keys that the token contains or points to are ignored")
    void ownKeys() throws JOSEException {
        RSAKey attacker = rsa("rsa-1");
        JWSHeader brings = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(attacker.toPublicJWK())
                .keyID("rsa-1")
                .build();
        assertThat(ask(authorizer, bearing(signed(brings, new RSASSASigner(attacker))))
                        .allowed())
                .isFalse();
        JWSHeader points = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwkURL(server.uri("/attacker"))
                .keyID("rsa-1")
                .build();
        assertThat(ask(authorizer, bearing(signed(points, new RSASSASigner(attacker))))
                        .allowed())
                .isFalse();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    @DisplayName("A token without a key id is verified with every key of its kind")
    void withoutKeyId() throws JOSEException {
        assertThat(ask(authorizer, bearing(signed(new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(EC))))
                        .allowed())
                .isTrue();
        assertThat(ask(authorizer, bearing(signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(ROTATED))))
                        .allowed())
                .isFalse();
    }
}

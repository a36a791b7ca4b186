// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import dev.rollcall.auth.OtherServer;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.testkit.ManualTimer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Base of tests with a key server, keys, and tokens that are signed with them. */
abstract class WithKeyServer {

    static final RSAKey RSA = rsa("rsa-1");
    static final RSAKey ROTATED = rsa("rsa-2");
    static final ECKey EC = ec("ec-1");
    static final Instant NOW = Instant.ofEpochMilli(ManualTimer.START_MILLIS);
    static final Instant EXP = NOW.plusSeconds(20_000);
    final ManualTimer timer = ManualTimer.still();
    final OtherServer server = new OtherServer(keys(RSA.toPublicJWK(), EC.toPublicJWK()));
    final JwtAuthorizer authorizer = JwtAuthorizer.builder(timer)
            .jwksUrl(server.uri("/jwks.json"))
            .requiredClaim(RequiredClaim.parse("role=admin"))
            .build();

    @AfterEach
    final void close() {
        server.close();
    }

    static String token(JWSAlgorithm algorithm) {
        try {
            return JWSAlgorithm.Family.EC.contains(algorithm)
                    ? signed(header(algorithm, "ec-1"), new ECDSASigner(EC))
                    : signed(header(algorithm, "rsa-1"), new RSASSASigner(RSA));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String token(RSAKey key) {
        try {
            return signed(header(JWSAlgorithm.RS256, key.getKeyID()), new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm).keyID(keyId).build();
    }

    static String signed(JWSHeader header, JWSSigner signer) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("role", "admin")
                .expirationTime(Date.from(EXP))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    static HttpHandler keys(JWK... keys) {
        return exchange -> OtherServer.respond(exchange, 200, set(keys));
    }

    static byte[] set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false).getBytes(UTF_8);
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}

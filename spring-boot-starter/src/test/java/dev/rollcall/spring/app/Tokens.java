// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.app;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** JWTs for an application that accepts them, signed with its own key or another. */
public final class Tokens {

    /** Settings for reading roles from the tokens. */
    static final String[] ROLES = {
        "--spring.security.oauth2.resourceserver.jwt.authorities-claim-name=roles",
        "--spring.security.oauth2.resourceserver.jwt.authority-prefix=ROLE_"
    };

    /** Far in the past and in the future, so that no test depends on the current time. */
    public static final Instant PAST = Instant.parse("2001-01-01T00:00:00Z");

    public static final Instant FUTURE = Instant.parse("2901-01-01T00:00:00Z");

    /** The application's own key. */
    public static final String OWN_KEY = "0123456789-0123456789-0123456789";

    private static final SecretKey KEY = key(OWN_KEY);
    private static final SecretKey FOREIGN = key("9876543210-9876543210-9876543210");

    private Tokens() {}

    /** Returns the header value for a valid token. */
    public static String bearer(String person, String role) {
        return "Bearer " + token(KEY, person, role, FUTURE);
    }

    /** Returns the header value for an expired token. */
    public static String expired() {
        return "Bearer " + token(KEY, "ada", "ADMIN", PAST);
    }

    /** Returns the header value for a token signed with another key. */
    public static String foreign() {
        return "Bearer " + token(FOREIGN, "ada", "ADMIN", FUTURE);
    }

    private static String token(SecretKey key, String person, String role, Instant end) {
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(person)
                .issuedAt(PAST.minusSeconds(1))
                .expiresAt(end)
                .claim("roles", List.of(role))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return NimbusJwtEncoder.withSecretKey(key)
                .algorithm(MacAlgorithm.HS256)
                .build()
                .encode(JwtEncoderParameters.from(header, claims))
                .getTokenValue();
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    }

    @Configuration
    public static class Decoder {

        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withSecretKey(KEY).build();
        }
    }
}

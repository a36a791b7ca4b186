// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies a token's signature, type, times, issuer and audience by the library's rules. Thread-safe. */
final class JwtCheck {

    /** The clock difference that is tolerated in {@code exp} and {@code nbf}. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    JwtCheck(
            JWSKeySelector<SecurityContext> keys,
            Timer timer,
            @Nullable String issuer,
            @Nullable Set<String> audiences) {
        // Setting the issuer to null would require tokens without an issuer.
        JWTClaimsSet exact = issuer == null
                ? new JWTClaimsSet.Builder().build()
                : new JWTClaimsSet.Builder().issuer(issuer).build();
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(audiences, exact, Set.of("exp"), null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(Instant.ofEpochMilli(timer.millis()));
                    }
                };
        claims.setMaxClockSkew((int) SKEW.toSeconds());
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWTClaimsSetVerifier(claims);
        processor.setJWSKeySelector(keys);
    }

    /**
     * Returns the claims of a valid token.
     *
     * @throws BadJOSEException if the token is not valid
     * @throws JOSEException if no key could be fetched or the signature could not be processed
     */
    JWTClaimsSet claims(SignedJWT token) throws BadJOSEException, JOSEException {
        return processor.process(token, null);
    }
}

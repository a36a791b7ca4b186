// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.Credentials;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Shows stats to whose JWT (RFC 7519) is signed with a configured secret, or with a key from a configured JWK set, and
 * holds a required claim. The token stands in {@code Authorization: Bearer} or in a configured cookie; both are tried.
 *
 * <p>{@code exp} must be there, {@code nbf} counts, clocks may differ by 60 seconds; the permission ends when the token is
 * no longer accepted. With a secret only HS256, HS384 and HS512 are accepted, with a JWK set only RS, PS and ES with 256,
 * 384 and 512: which, the settings decide, never the token (RFC 8725, section 3.1). Thread-safe; never blocks.
 */
public final class JwtAuthorizer implements StatsAuthorizer {

    private final JwtKeys keys;
    private final JwtCheck check;
    private final RequiredClaim claim;
    private final @Nullable String cookieName;

    private JwtAuthorizer(JwtKeys keys, JwtCheck check, RequiredClaim claim, @Nullable String cookieName) {
        this.keys = keys;
        this.check = check;
        this.claim = claim;
        this.cookieName = cookieName;
    }

    /** Starts the settings of one. */
    public static Builder builder(Timer timer) {
        return new Builder(timer);
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        List<SignedJWT> tokens = tokens(request);
        if (tokens.isEmpty()) {
            return CompletableFuture.completedStage(Decision.denied());
        }
        try {
            return CompletableFuture.supplyAsync(() -> decide(tokens), keys.executor());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(Decision.denied());
        }
    }

    private Decision decide(List<SignedJWT> tokens) {
        Decision decision = Decision.denied();
        for (int i = 0; i < tokens.size() && !decision.allowed(); i++) {
            decision = decide(tokens.get(i));
        }
        return decision;
    }

    private Decision decide(SignedJWT token) {
        try {
            JWTClaimsSet claims = check.claims(token);
            Instant until = claims.getExpirationTime().toInstant().plus(JwtCheck.SKEW);
            return claim.matches(claims.toJSONObject()) ? Decision.grantedUntil(until) : Decision.denied();
        } catch (BadJOSEException | JOSEException e) {
            return Decision.denied();
        }
    }

    private List<SignedJWT> tokens(StatsRequest request) {
        List<SignedJWT> tokens = new ArrayList<>(2);
        add(tokens, Credentials.bearer(request.header("authorization")));
        add(tokens, cookieName == null ? null : request.cookies().get(cookieName));
        return tokens;
    }

    /** Takes only what could be valid, before any key is looked for: an unsigned token does not even parse as signed. */
    private void add(List<SignedJWT> tokens, @Nullable String text) {
        if (text == null || text.length() > Credentials.MAX_CHARS) {
            return;
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            if (keys.algorithms().contains(token.getHeader().getAlgorithm())) {
                tokens.add(token);
            }
        } catch (ParseException e) {
            // Not a JWT: somebody else's header or cookie.
        }
    }

    /** The settings. Not thread-safe. */
    public static final class Builder {

        private static final String BASE64 = "base64:";
        private static final int MIN_SECRET_BYTES = 32;

        private final Timer timer;
        private byte @Nullable [] secret;
        private @Nullable URI jwksUrl;
        private @Nullable RequiredClaim claim;
        private @Nullable String issuer;
        private @Nullable Set<String> audiences;
        private @Nullable String cookieName;

        private Builder(Timer timer) {
            this.timer = requireNonNull(timer, "timer");
        }

        /**
         * The secret that tokens are signed with: text, whose UTF-8 bytes count, or {@code base64:} and the bytes in base64.
         * At least 32 bytes; HS384 needs 48 and HS512 needs 64 (RFC 7518, section 3.2).
         *
         * @throws IllegalArgumentException when it is too short or not base64; the message does not hold it
         */
        public Builder hmacSecret(String given) {
            byte[] bytes = given.startsWith(BASE64) ? decoded(given.substring(BASE64.length())) : given.getBytes(UTF_8);
            if (bytes.length < MIN_SECRET_BYTES) {
                throw new IllegalArgumentException("hmacSecret: " + bytes.length + " bytes (expected: at least "
                        + MIN_SECRET_BYTES + "; make one with: openssl rand -hex 32)");
            }
            this.secret = bytes;
            return this;
        }

        /**
         * Where the public keys are that tokens are signed with, for example
         * {@code https://login.example.org/.well-known/jwks.json}.
         *
         * @throws IllegalArgumentException when the address is not usable
         */
        public Builder jwksUrl(URI url) {
            this.jwksUrl = BoundedHttp.checked("jwksUrl", url);
            return this;
        }

        /** What the token must hold, {@code realm_access.roles=admin} say. Required. */
        public Builder requiredClaim(RequiredClaim required) {
            this.claim = requireNonNull(required, "required");
            return this;
        }

        /** What {@code iss} must be. Default: not checked. */
        public Builder issuer(String expected) {
            this.issuer = requireNonNull(expected, "expected");
            return this;
        }

        /** What {@code aud} must hold, one of these. Default: not checked. */
        public Builder audience(Set<String> accepted) {
            if (accepted.isEmpty()) {
                throw new IllegalArgumentException("audience: empty (expected: at least one, or leave it out)");
            }
            this.audiences = Set.copyOf(accepted);
            return this;
        }

        /** A cookie that may hold the token. Default: none. */
        public Builder cookie(String name) {
            this.cookieName = requireNonNull(name, "name");
            return this;
        }

        /**
         * Makes the authorizer.
         *
         * @throws IllegalArgumentException when the claim is missing, or there is not exactly one source of keys
         */
        public JwtAuthorizer build() {
            if (claim == null) {
                throw new IllegalArgumentException("requiredClaim: none (expected: what only admins have, for example"
                        + " role=admin; without it every valid token would see stats)");
            }
            JwtKeys keys = keys();
            return new JwtAuthorizer(keys, new JwtCheck(keys.selector(), timer, issuer, audiences), claim, cookieName);
        }

        private JwtKeys keys() {
            if (secret != null && jwksUrl == null) {
                return JwtKeys.ofSecret(secret);
            }
            if (secret == null && jwksUrl != null) {
                return JwtKeys.ofUrl(jwksUrl, timer);
            }
            throw new IllegalArgumentException("hmacSecret, jwksUrl: " + (secret == null ? "neither" : "both")
                    + " (expected: one of them; for both kinds of tokens configure two authorizers)");
        }

        private static byte[] decoded(String base64) {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("hmacSecret: base64: with something that is not base64 (expected:"
                        + " RFC 4648, section 4; or leave base64: out for a secret that is text)");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import dev.rollcall.auth.RequiredClaim;
import dev.rollcall.auth.http.BoundedHttp;
import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.setting.WeakSecrets;
import dev.rollcall.core.telemetry.Refusal;
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
 * An authorizer that allows stats for requests with a valid JWT (RFC 7519) that holds a required claim. Thread-safe; never
 * blocks.
 *
 * <p>The token is in the {@code Authorization: Bearer} header or in a cookie with a configured name; if both are present,
 * either may be valid. A token has at most 8,192 characters. Its type ({@code typ}) is {@code JWT}, {@code at+jwt} (RFC
 * 9068) or absent. Encrypted and unsigned tokens are refused.
 *
 * <p>Accepted signatures depend on the configuration and never on the token (RFC 8725, section 3.1). With a secret: HS256,
 * HS384, HS512. With a JWK set: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512. Keys that the token itself
 * contains or points to are ignored.
 *
 * <p>{@code exp} is required and {@code nbf} is respected, each with a tolerance of 60 seconds. The permission ends when the
 * token is no longer accepted.
 *
 * <p>A JWK set is at most 256 KiB. It is cached for 5 minutes, and fetched earlier, but at most every 30 seconds, when a
 * token has an unknown key id. If a fetch fails, or is not complete within 4 seconds, the last known keys are used for at
 * most an hour. Without any, the question stays undecided. At most 1,000 requests wait for a fetch.
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

    /**
     * Starts the settings of an authorizer.
     *
     * @param timer the clock that tokens and cached keys are checked against, and the time limit of fetches
     */
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
            return CompletableFuture.completedStage(Decision.denied(Refusal.AUTHORIZER_BUSY));
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
            return claim.matches(claims.toJSONObject())
                    ? Decision.grantedUntil(until)
                    : Decision.denied(Refusal.TOKEN_RIGHT);
        } catch (BadJWTException e) {
            return Decision.denied(Refusal.TOKEN_CLAIMS);
        } catch (KeySourceException e) {
            return Decision.denied(Refusal.TOKEN_KEYS);
        } catch (BadJOSEException | JOSEException e) {
            return Decision.denied(Refusal.TOKEN_SIGNATURE);
        }
    }

    private List<SignedJWT> tokens(StatsRequest request) {
        List<SignedJWT> tokens = new ArrayList<>(2);
        add(tokens, Credentials.bearer(request.header("authorization")));
        add(tokens, cookieName == null ? null : request.cookies().get(cookieName));
        return tokens;
    }

    /** Adds a token if its form and algorithm could be valid. An unsigned token does not parse as a signed one. */
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
            // Not a signed JWT: the header or cookie is meant for somebody else.
        }
    }

    /** The settings of a {@link JwtAuthorizer}. Not thread-safe. */
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
         * Sets the secret that tokens are signed with. Either this or {@link #jwksUrl} is required.
         *
         * @param given text, whose UTF-8 bytes are the key, or {@code base64:} followed by the key in base64 (RFC 4648,
         *     section 4). At least 32 bytes; tokens with HS384 need 48, and with HS512 64 (RFC 7518, section 3.2)
         * @throws IllegalArgumentException if it is too short, weak or not base64; the message does not contain it
         */
        public Builder hmacSecret(String given) {
            byte[] bytes = given.startsWith(BASE64) ? decoded(given.substring(BASE64.length())) : given.getBytes(UTF_8);
            if (bytes.length < MIN_SECRET_BYTES) {
                throw new IllegalArgumentException("hmacSecret: " + bytes.length + " bytes (expected: at least "
                        + MIN_SECRET_BYTES + "; make one with: openssl rand -hex 32)");
            }
            WeakSecrets.refuse(new String(bytes, ISO_8859_1));
            this.secret = bytes;
            return this;
        }

        /**
         * Sets the address of the JWK set (RFC 7517, section 5) with the public keys that verify tokens. Either this or
         * {@link #hmacSecret} is required.
         *
         * @param url an absolute address without user name or fragment, for example
         *     {@code https://login.example.org/.well-known/jwks.json}; http only inside a trusted network. Redirects are not
         *     followed
         * @throws IllegalArgumentException if the address cannot be used
         */
        public Builder jwksUrl(URI url) {
            this.jwksUrl = BoundedHttp.checked("jwksUrl", url);
            return this;
        }

        /** Sets the claim that a token must hold, such as {@code realm_access.roles=admin}. Required. */
        public Builder requiredClaim(RequiredClaim required) {
            this.claim = requireNonNull(required, "required");
            return this;
        }

        /** Sets the value that {@code iss} must have. Default: {@code iss} is not checked. */
        public Builder issuer(String expected) {
            this.issuer = requireNonNull(expected, "expected");
            return this;
        }

        /**
         * Sets the audiences, one of which {@code aud} must contain. Default: {@code aud} is not checked.
         *
         * @throws IllegalArgumentException if the set is empty
         */
        public Builder audience(Set<String> accepted) {
            if (accepted.isEmpty()) {
                throw new IllegalArgumentException("audience: empty (expected: at least one audience)");
            }
            this.audiences = Set.copyOf(accepted);
            return this;
        }

        /** Sets the name of a cookie that may hold the token. Default: only the header is read. */
        public Builder cookie(String name) {
            this.cookieName = requireNonNull(name, "name");
            return this;
        }

        /**
         * Makes the authorizer.
         *
         * @throws IllegalArgumentException if the claim is missing, or if there is not exactly one of secret and JWK set
         */
        public JwtAuthorizer build() {
            if (claim == null) {
                throw new IllegalArgumentException("requiredClaim: none (expected: a claim that only admins have, for"
                        + " example role=admin; without one, every valid token would see stats)");
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
                    + " (expected: one of them; use two authorizers for both kinds of tokens)");
        }

        private static byte[] decoded(String base64) {
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("hmacSecret: base64: and then text that is not base64 (expected:"
                        + " RFC 4648, section 4; for a secret that is text, leave out base64:)");
            }
        }
    }
}

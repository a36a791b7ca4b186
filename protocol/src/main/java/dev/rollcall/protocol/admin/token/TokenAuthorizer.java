// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.token.KnownToken.State;
import dev.rollcall.protocol.http.BearerToken;
import dev.rollcall.protocol.http.Cookies;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Allows stats for requests whose {@code Authorization} header holds a token that may {@linkplain Scope#READ read},
 * until the token ends. Thread-safe; never blocks.
 */
public final class TokenAuthorizer implements StatsAuthorizer {

    private final AccessTokens tokens;

    /** Makes one that asks the given tokens. */
    public TokenAuthorizer(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        String presented = presented(request);
        CompletionStage<Boolean> asked = tokens.ask(presented);
        return asked == null
                ? CompletableFuture.completedStage(decide(presented))
                : asked.thenApply(known -> known ? decide(presented) : Decision.denied(Refusal.ACCESS_TOKEN_ELSEWHERE));
    }

    private Decision decide(@Nullable String presented) {
        KnownToken known = tokens.find(presented);
        if (known == null) {
            return Decision.denied();
        }
        if (known.state() != State.VALID) {
            return Decision.denied(Refusal.ACCESS_TOKEN_OVER);
        }
        return known.token().grant().allows(Scope.READ)
                ? Decision.grantedUntil(Instant.ofEpochMilli(known.expires()))
                : Decision.denied(Refusal.SECRET_SCOPE);
    }

    /**
     * Returns whether a request came with a token.
     *
     * @param key the SHA-256 of the token
     */
    public static boolean isOf(StatsRequest request, String key) {
        return key.equals(BearerToken.digest(request.header("authorization")))
                || request.headers()
                        .getOrDefault(Cookies.SESSION_DIGEST, List.of())
                        .contains(key);
    }

    private static @Nullable String presented(StatsRequest request) {
        return AdminSecrets.presented(request.header("authorization"));
    }
}

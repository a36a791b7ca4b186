// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Allows stats for requests that present one of the admin secrets in the {@code Authorization} header, if that secret may
 * {@linkplain Scope#READ read}. The permission lasts until the next regular check. An address that keeps guessing is
 * slowed down. Thread-safe; never blocks.
 */
public final class SecretAuthorizer implements StatsAuthorizer {

    private final AdminSecrets secrets;
    private final FailureThrottle throttle;

    /**
     * Makes one.
     *
     * @param secrets the secrets that count
     * @param throttle slows down guessing. Best not the one of the admin endpoints: a browser sends its header with every
     *     subscription, and must not use up its people's attempts there
     */
    public SecretAuthorizer(AdminSecrets secrets, FailureThrottle throttle) {
        this.secrets = requireNonNull(secrets, "secrets");
        this.throttle = requireNonNull(throttle, "throttle");
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return CompletableFuture.completedStage(allowed(request) ? Decision.granted() : Decision.denied());
    }

    private boolean allowed(StatsRequest request) {
        String presented = AdminSecrets.presented(request.header("authorization"));
        if (presented == null || looksLikeJwt(presented)) {
            return false;
        }
        String key = FailureThrottle.key(request.remoteAddress());
        if (throttle.retryAfterMillis(key) > 0) {
            return false;
        }
        @Nullable Grant grant = secrets.match(presented);
        if (grant == null) {
            throttle.failed(key);
        }
        return grant != null && grant.allows(Scope.READ);
    }

    /** A JWT is meant for another authorizer, not a guess; its owner must not be slowed down for it. */
    private static boolean looksLikeJwt(String presented) {
        return presented.startsWith("eyJ") && presented.indexOf('.') > 0;
    }
}

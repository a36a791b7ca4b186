// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.util.Objects.requireNonNull;

import dev.rollcall.core.hook.StatsAuthorizer;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Allows stats for requests that present one of the admin secrets in the {@code Authorization} header, if that secret may
 * {@linkplain Scope#READ read}. The permission lasts until the next regular check. Thread-safe; never blocks.
 */
public final class SecretAuthorizer implements StatsAuthorizer {

    private final AdminSecrets secrets;

    /** Makes one that accepts these secrets. */
    public SecretAuthorizer(AdminSecrets secrets) {
        this.secrets = requireNonNull(secrets, "secrets");
    }

    @Override
    public CompletionStage<Decision> authorize(StatsRequest request) {
        return CompletableFuture.completedStage(decide(AdminSecrets.presented(request.header("authorization"))));
    }

    private Decision decide(@Nullable String presented) {
        Grant grant = secrets.match(presented);
        if (grant != null) {
            return grant.allows(Scope.READ) ? Decision.granted() : Decision.denied(Refusal.SECRET_SCOPE);
        }
        return Credentials.isGuess(presented) ? Decision.denied(Refusal.SECRET_WRONG) : Decision.denied();
    }
}

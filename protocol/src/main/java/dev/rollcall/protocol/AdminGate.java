// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol;

import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.auth.AdminSecrets;
import dev.rollcall.protocol.auth.AdminSecrets.Grant;
import dev.rollcall.protocol.auth.AdminSecrets.Scope;
import dev.rollcall.protocol.auth.FailureThrottle;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.protocol.http.Response;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Stands before the admin endpoints: lets in who knows a secret, slows down who guesses. Thread-safe. */
final class AdminGate {

    private final AdminSecrets secrets;
    private final FailureThrottle throttle;
    private final Telemetry telemetry;

    AdminGate(AdminSecrets secrets, FailureThrottle throttle, Telemetry telemetry) {
        this.secrets = secrets;
        this.throttle = throttle;
        this.telemetry = telemetry;
    }

    /** Null to let the request in, else the refusal. The secret is in the header. */
    @Nullable
    Response refuse(Request request, InetAddress client, Scope scope) {
        return refuse(AdminSecrets.presented(request.headers().first("authorization")), client, scope);
    }

    /** As above, with the secret as it was found. */
    @Nullable
    Response refuse(@Nullable String presented, InetAddress client, Scope scope) {
        if (!secrets.configured()) {
            return refused(
                    Answers.error(503, "no admin secret is configured (expected: set one to use this endpoint)"));
        }
        long wait = throttle.retryAfterMillis(client);
        if (wait > 0) {
            return refused(Answers.later(429, "too many failed attempts", (wait + 999) / 1000));
        }
        Grant grant = secrets.match(presented);
        if (grant == null) {
            if (presented != null) {
                throttle.failed(client);
            }
            Response answer = Answers.error(401, "wrong or missing secret (expected: Authorization: Bearer <secret>)");
            return refused(Answers.with(answer, "WWW-Authenticate", "Bearer realm=\"rollcall\""));
        }
        return grant.allows(scope) ? null : refused(Answers.error(403, "this secret does not allow that"));
    }

    private Response refused(Response response) {
        telemetry.rejected("admin");
        return response;
    }
}

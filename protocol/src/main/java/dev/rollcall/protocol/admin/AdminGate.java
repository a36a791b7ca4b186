// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.rollout.Actor;
import dev.rollcall.core.rollout.Actor.Via;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SessionAuthorizer;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.http.guard.OriginPolicy;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the admin endpoints: lets in who knows a secret or is signed in, slows down who guesses. A secret in the
 * request counts before a cookie. Thread-safe.
 */
final class AdminGate {

    private final AdminSecrets secrets;
    private final AdminSessions sessions;
    private final OriginPolicy origins;
    private final FailureThrottle throttle;
    private final Telemetry telemetry;

    AdminGate(
            AdminSecrets secrets,
            AdminSessions sessions,
            OriginPolicy origins,
            FailureThrottle throttle,
            Telemetry telemetry) {
        this.secrets = secrets;
        this.sessions = sessions;
        this.origins = origins;
        this.throttle = throttle;
        this.telemetry = telemetry;
    }

    /** Responses a request of somebody who may do that, with who it is; else refuses it. */
    Response admit(Request request, InetAddress client, Scope scope, Function<Actor, Response> answer) {
        return admit(request, secret(request), client, scope, answer);
    }

    /** As above, with the secret as it was found; null when there is none in the request. */
    Response admit(
            Request request,
            @Nullable String presented,
            InetAddress client,
            Scope scope,
            Function<Actor, Response> answer) {
        Session session = presented == null ? session(request) : null;
        if (session != null) {
            return allowed(session.grant(), scope, Via.SESSION, answer);
        }
        return checked(
                client, presented, () -> secrets.match(presented), grant -> allowed(grant, scope, Via.SECRET, answer));
    }

    /**
     * Looks at what somebody presents to be let in, unless there were too many wrong ones from this address.
     *
     * @param presented what was presented; null when nothing was, which is no guess
     * @param match finds out whose it is; null when nobody's
     */
    Response checked(
            InetAddress client,
            @Nullable String presented,
            Supplier<@Nullable Grant> match,
            Function<Grant, Response> answer) {
        if (!secrets.configured()) {
            return refused(
                    Responses.error(503, "no admin secret is configured (expected: set one to use this endpoint)"));
        }
        long wait = throttle.retryAfterMillis(client);
        if (wait > 0) {
            return refused(Responses.later(429, "too many failed attempts", (wait + 999) / 1000));
        }
        Grant grant = match.get();
        if (grant != null) {
            return answer.apply(grant);
        }
        if (presented != null) {
            throttle.failed(client);
        }
        return refused(unauthorized("wrong or missing secret (expected: Authorization: Bearer <secret>)"));
    }

    /** Who is signed in with this request's cookie; null when nobody is, or when another site's page sent it. */
    @Nullable
    Session session(Request request) {
        return origins.isFromSameHost(request) ? sessions.find(token(request)) : null;
    }

    static @Nullable String secret(Request request) {
        return AdminSecrets.presented(request.headers().first("authorization"));
    }

    static @Nullable String token(Request request) {
        return Cookies.first(request.headers().all("cookie"), SessionAuthorizer.COOKIE);
    }

    Response refused(Response response) {
        telemetry.rejected("admin");
        return response;
    }

    static Response unauthorized(String why) {
        return Responses.with(Responses.error(401, why), "WWW-Authenticate", "Bearer realm=\"rollcall\"");
    }

    private Response allowed(Grant grant, Scope scope, Via via, Function<Actor, Response> answer) {
        return grant.allows(scope)
                ? answer.apply(new Actor(grant.name(), via))
                : refused(Responses.error(403, "this secret does not allow that"));
    }
}

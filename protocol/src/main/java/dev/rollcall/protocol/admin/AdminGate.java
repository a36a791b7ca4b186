// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.access.SessionAuthorizer;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the admin endpoints: admits callers with a secret or a session, and throttles guessing. A secret in the
 * request counts before a cookie. Thread-safe.
 */
final class AdminGate {

    private final AdminSecrets secrets;
    private final AdminSessions sessions;
    private final FailureThrottle throttle;
    private final Telemetry telemetry;

    AdminGate(AdminSecrets secrets, AdminSessions sessions, FailureThrottle throttle, Telemetry telemetry) {
        this.secrets = secrets;
        this.sessions = sessions;
        this.throttle = throttle;
        this.telemetry = telemetry;
    }

    /** Has a request answered when its caller may do that; else refuses it. */
    CompletionStage<Response> admit(
            AdminRequest asked, Scope scope, Function<Actor, CompletionStage<Response>> answer) {
        return admit(asked, secret(asked), scope, answer);
    }

    /** As above, with the secret as it was found; null when there is none in the request. */
    CompletionStage<Response> admit(
            AdminRequest asked,
            @Nullable String presented,
            Scope scope,
            Function<Actor, CompletionStage<Response>> answer) {
        Session session = presented == null ? session(asked) : null;
        if (session != null) {
            return allowed(session.grant(), scope, Via.SESSION, answer);
        }
        return checked(
                asked.client(),
                presented,
                () -> secrets.match(presented),
                grant -> allowed(grant, scope, Via.SECRET, answer));
    }

    /**
     * Checks what a caller presents to be let in, unless there were too many wrong ones from this address.
     *
     * @param presented what was presented; null when nothing was, which is no guess
     * @param match finds out whose it is; null when nobody's
     */
    CompletionStage<Response> checked(
            InetAddress client,
            @Nullable String presented,
            Supplier<@Nullable Grant> match,
            Function<Grant, CompletionStage<Response>> answer) {
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

    /** Returns whether a caller may read. Decides as {@link #admit} does, and counts a wrong secret like that. */
    boolean mayRead(AdminRequest asked) {
        boolean[] may = {false};
        admit(asked, Scope.READ, actor -> {
            may[0] = true;
            return now(Responses.ok());
        });
        return may[0];
    }

    /** Returns who is signed in with this request's cookie; null when nobody is, or when another site's page sent it. */
    @Nullable
    Session session(AdminRequest asked) {
        return asked.origin().isSameHost() ? sessions.find(token(asked)) : null;
    }

    static @Nullable String secret(AdminRequest asked) {
        return AdminSecrets.presented(asked.request().headers().first("authorization"));
    }

    static @Nullable String token(AdminRequest asked) {
        return Cookies.first(asked.request().headers().all("cookie"), SessionAuthorizer.COOKIE);
    }

    CompletionStage<Response> refused(Response response) {
        telemetry.rejected("admin");
        return now(response);
    }

    static Response unauthorized(String why) {
        return Responses.with(Responses.error(401, why), "WWW-Authenticate", "Bearer realm=\"rollcall\"");
    }

    /** An answer that is there already. */
    static CompletionStage<Response> now(Response response) {
        return CompletableFuture.completedStage(response);
    }

    private CompletionStage<Response> allowed(
            Grant grant, Scope scope, Via via, Function<Actor, CompletionStage<Response>> answer) {
        return grant.allows(scope)
                ? answer.apply(new Actor(grant.name(), via))
                : refused(Responses.error(403, "this secret does not allow that"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.journal.JournalException;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.core.telemetry.Refusals;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import dev.rollcall.protocol.admin.access.Credentials;
import dev.rollcall.protocol.admin.access.FailureThrottle;
import dev.rollcall.protocol.admin.token.AccessTokens;
import dev.rollcall.protocol.admin.token.KnownToken;
import dev.rollcall.protocol.admin.token.KnownToken.State;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.options.ApplicationSignIn;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Guards the admin endpoints: identifies the caller by secret, token, session or sign-in to the application, and
 * refuses all others. Any valid credential counts: a foreign header hides neither a cookie nor a secret in the body,
 * and nobody's wrong guesses keep a correct secret out. Guessing is slowed down. Thread-safe.
 */
final class AdminGate {

    private static final long RETRY_SECONDS = 5;

    private final AdminSecrets secrets;
    private final AdminSessions sessions;
    private final AccessTokens tokens;
    private final @Nullable ApplicationSignIn application;
    private final FailureThrottle throttle;
    private final Refusals refusals;
    private final Function<InetAddress, @Nullable String> keptOfAddress;

    /**
     * Makes a gate.
     *
     * @param application the people who are admitted by their roles in the application; null for nobody
     * @param keptOfAddress returns what may be kept of an address; null for nothing
     */
    AdminGate(
            AdminSecrets secrets,
            AdminSessions sessions,
            AccessTokens tokens,
            @Nullable ApplicationSignIn application,
            FailureThrottle throttle,
            Refusals refusals,
            Function<InetAddress, @Nullable String> keptOfAddress) {
        this.secrets = secrets;
        this.sessions = sessions;
        this.tokens = tokens;
        this.application = application;
        this.keptOfAddress = keptOfAddress;
        this.throttle = throttle;
        this.refusals = refusals;
    }

    /**
     * Returns who a request is from, judged by its headers; null when they present nothing valid. Takes microseconds.
     */
    @Nullable
    Caller find(AdminRequest asked) {
        Caller caller = bySecret(secret(asked));
        if (caller != null) {
            return caller;
        }
        Session session = session(asked);
        return session == null ? byApplication(asked) : new Caller(session.grant(), Via.SESSION);
    }

    /**
     * Returns the caller as the application knows them; null when it knows nobody whose roles allow anything here, or when
     * another site's page sent the request. The latter for the same reason as with a {@link #session}: browsers send
     * the application's cookies, too.
     */
    @Nullable
    Caller byApplication(AdminRequest asked) {
        Grant grant = application == null || !asked.origin().isSameHost()
                ? null
                : application.grant(asked.request().identity());
        return grant == null ? null : new Caller(grant, Via.IDENTITY);
    }

    /**
     * Returns how people sign in to the application; null when none are admitted here, or the host reached knows no
     * people.
     */
    @Nullable
    ApplicationSignIn application(AdminRequest asked) {
        return asked.request().identity() == null ? null : application;
    }

    /**
     * Asks other nodes about a request's token, or who is signed in with its cookie.
     *
     * @return null when there is nothing to ask; otherwise whether {@link #find} can now tell
     */
    @Nullable
    CompletionStage<Boolean> askOthers(AdminRequest asked) {
        CompletionStage<Boolean> token = tokens.ask(secret(asked));
        CompletionStage<Boolean> session = asked.origin().isSameHost() ? sessions.ask(tokens(asked)) : null;
        return token == null || session == null
                ? (token == null ? session : token)
                : token.thenCombine(session, Boolean::logicalAnd);
    }

    /** Returns the owner of a secret or token; null when there is none, or it is not valid. */
    @Nullable
    Caller bySecret(@Nullable String presented) {
        Grant grant = secrets.match(presented);
        if (grant != null) {
            return new Caller(grant, Via.SECRET);
        }
        KnownToken known = tokens.find(presented);
        return known == null || known.state() != State.VALID
                ? null
                : new Caller(known.token().grant(), Via.TOKEN, known.token());
    }

    /** Answers a request when its caller may make it; otherwise refuses it. */
    CompletionStage<Response> admit(
            AdminRequest asked, Scope scope, Function<Actor, CompletionStage<Response>> answer) {
        Caller caller = asked.caller();
        if (caller == null) {
            return now(refuse(asked, null));
        }
        return caller.may(scope) ? answer.apply(actor(asked, caller)) : now(refuseScopes(asked, Set.of(scope)));
    }

    /** Returns the actor of a command, with as much of their address as may be kept. */
    Actor actor(AdminRequest asked, Caller caller) {
        return caller.via() == Via.ACTUATOR
                ? caller.actor() // the request comes from this process
                : caller.actor().from(keptOfAddress.apply(asked.client()));
    }

    /** Refuses a request of a known caller that lacks scopes; the request needs all of them. */
    Response refuseScopes(AdminRequest asked, Set<Scope> needed) {
        return refuseScopes(asked, needed.stream().sorted().map(Scope::wireName).collect(Collectors.joining(" and ")));
    }

    /** @param needed the scopes that the request needs, in words */
    Response refuseScopes(AdminRequest asked, String needed) {
        Caller caller = asked.caller();
        String what = caller != null && caller.via() == Via.IDENTITY ? "your role" : "this secret or token";
        return refused(
                asked,
                Refusal.SECRET_SCOPE,
                Responses.error(403, what + " does not allow that (expected: one with the scope " + needed + ")"));
    }

    /**
     * Refuses a request that presents nothing valid, and counts a wrong guess.
     *
     * @param inBody the secret or link in its body; null when there is none
     */
    Response refuse(AdminRequest asked, @Nullable String inBody) {
        if (!secrets.configured() && application(asked) == null) {
            return refused(
                    asked,
                    Refusal.NO_SECRET_SET,
                    Responses.error(503, "no admin secret is configured (expected: set one to use this endpoint)"));
        }
        KnownToken over = tokens.find(inBody == null ? secret(asked) : inBody);
        if (over != null && over.state() != State.VALID) {
            return refused(asked, Refusal.ACCESS_TOKEN_OVER, over(over));
        }
        return inBody == null && !isGuess(asked) ? refuseStranger(asked) : refuseGuess(asked);
    }

    /** Refuses a request that presents no secret. */
    private Response refuseStranger(AdminRequest asked) {
        return isKnown(asked)
                ? refused(asked, Refusal.SECRET_SCOPE, notAdmitted(asked))
                : refused(asked, tokens(asked).isEmpty() ? Refusal.SECRET_MISSING : Refusal.SESSION, wrong());
    }

    private Response refuseGuess(AdminRequest asked) {
        long wait = throttle.failed(asked.client());
        return wait == 0
                ? refused(asked, Refusal.SECRET_WRONG, wrong())
                : refused(
                        asked,
                        Refusal.SECRET_GUESSED,
                        Responses.later(429, "too many failed attempts", (wait + 999) / 1000));
    }

    /** Whether any secret is configured. */
    boolean hasSecrets() {
        return secrets.configured();
    }

    /** Returns whether the application knows the person, although {@link #byApplication} does not admit them. */
    private boolean isKnown(AdminRequest asked) {
        Identity identity = asked.request().identity();
        return application != null && identity != null && identity.person() != null;
    }

    private static Response notAdmitted(AdminRequest asked) {
        return Responses.error(
                403,
                asked.origin().isSameHost()
                        ? "none of your roles opens this (expected: one that the settings of the dashboard name)"
                        : "a page of another site cannot act for people of this one (expected: an Origin of this host)");
    }

    /** Notes why a request is refused, and returns the response. */
    Response refused(AdminRequest asked, Refusal reason, Response response) {
        refusals.note(reason, asked.client().getHostAddress());
        return response;
    }

    /**
     * Refuses a request that the journal could not keep, and says why and what to do.
     *
     * @throws CompletionException when it failed for another reason
     */
    Response notKept(AdminRequest asked, Throwable failure) {
        JournalException known = JournalException.in(failure);
        if (known == null) {
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        }
        return refused(
                asked, Refusal.NOT_KEPT, Responses.later(503, String.valueOf(known.getMessage()), RETRY_SECONDS));
    }

    /** Returns whether a caller may read. A wrong secret counts as a guess. */
    boolean mayRead(AdminRequest asked) {
        Caller caller = find(asked);
        if (caller == null && Credentials.isGuess(secret(asked))) {
            refuse(asked, null);
        }
        return caller != null && caller.may(Scope.READ);
    }

    /** Returns who is signed in with this request's cookie; null when nobody is, or when another site's page sent it. */
    @Nullable
    Session session(AdminRequest asked) {
        return asked.origin().isSameHost() ? sessions.find(tokens(asked)) : null;
    }

    /** Returns what a request presents as the token of a session. */
    static List<String> tokens(AdminRequest asked) {
        return Cookies.all(asked.request().headers().all("cookie"), Cookies.SESSION);
    }

    /** Whether the header holds something meant as a secret of ours that is not one. */
    static boolean isGuess(AdminRequest asked) {
        return asked.caller() == null && Credentials.isGuess(secret(asked));
    }

    private static @Nullable String secret(AdminRequest asked) {
        return AdminSecrets.presented(asked.request().headers().first("authorization"));
    }

    private static Response wrong() {
        return unauthorized("wrong or missing secret (expected: Authorization: Bearer <secret or token>)");
    }

    private static Response over(KnownToken token) {
        String name = token.token().name();
        return unauthorized(
                token.state() == State.REVOKED
                        ? "token: " + name + " was revoked by " + token.revokedBy() + " (expected: another token)"
                        : "token: " + name + " expired at " + Instant.ofEpochMilli(token.expires())
                                + " (expected: a new token)");
    }

    static Response unauthorized(String why) {
        return Responses.with(Responses.error(401, why), "WWW-Authenticate", "Bearer realm=\"rollcall\"");
    }

    /** Returns an answer that is there already. */
    static CompletionStage<Response> now(Response response) {
        return CompletableFuture.completedStage(response);
    }
}

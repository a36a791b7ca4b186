// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.core.telemetry.Refusal;
import dev.rollcall.protocol.admin.access.AdminSecrets;
import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.access.AdminSessions;
import dev.rollcall.protocol.admin.access.AdminSessions.Session;
import dev.rollcall.protocol.admin.token.Token;
import dev.rollcall.protocol.http.Cookies;
import dev.rollcall.protocol.json.FlatObject;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.options.ApplicationSignIn;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /admin/session}: how a person signs in to the dashboard and out again. Thread-safe. */
final class SignIn {

    private static final Grant LINK = new Grant("sign-in link", EnumSet.allOf(Scope.class));

    private final AdminGate gate;
    private final AdminSecrets secrets;
    private final AdminSessions sessions;
    private final String path;

    SignIn(AdminGate gate, AdminSecrets secrets, AdminSessions sessions, String path) {
        this.gate = gate;
        this.secrets = secrets;
        this.sessions = sessions;
        this.path = path;
    }

    /** Returns a token that signs one person in, once. */
    String link() {
        return sessions.newLink(LINK);
    }

    /** {@code POST /admin/session}: with a secret, or with the token of a link. */
    CompletionStage<Response> open(AdminRequest asked) {
        if (!asked.request().isJson()) {
            return AdminGate.now(Responses.error(415, "content type (expected: application/json)"));
        }
        FlatObject body = FlatObject.read(asked.request().body());
        String secret = body == null ? null : body.text("secret");
        String link = body == null ? null : body.text("link");
        String presented = secret == null ? link : secret;
        if (presented == null) {
            return AdminGate.now(
                    Responses.error(400, "secret: missing (expected: {\"secret\":\"...\"} or {\"link\":\"...\"})"));
        }
        if (!gate.hasSecrets()) {
            return AdminGate.now(gate.refuse(asked, presented));
        }
        if (Token.isOne(presented)) {
            Response response = Responses.error(
                    403, "secret: a token cannot be used to sign in (expected: a secret, or a sign-in link)");
            return AdminGate.now(gate.refused(asked, Refusal.SECRET_SCOPE, response));
        }
        if (secret != null) {
            return AdminGate.now(answer(asked, presented, secrets.match(presented)));
        }
        return sessions.redeem(presented)
                .thenApply(grant -> answer(asked, presented, grant))
                .exceptionally(failure -> gate.notKept(asked, failure));
    }

    private Response answer(AdminRequest asked, String presented, @Nullable Grant grant) {
        return grant == null ? gate.refuse(asked, presented) : opened(asked.request(), grant);
    }

    /**
     * {@code GET /admin/session}: who is signed in. When nobody is, that is an answer, not a refusal: a page asks
     * before it knows, and browsers report every 401 as an error.
     */
    CompletionStage<Response> show(AdminRequest asked) {
        Session session = gate.session(asked);
        if (session != null) {
            return AdminGate.now(shown(session));
        }
        Caller known = gate.byApplication(asked);
        return AdminGate.now(known == null ? nobody(asked) : shown(known.grant(), gate.application(asked)));
    }

    /** {@code DELETE /admin/session}: signs out at all nodes, and ends the stats of that person's tabs. */
    CompletionStage<Response> close(AdminRequest asked) {
        List<String> tokens = AdminGate.tokens(asked);
        if (gate.session(asked) == null && sessions.find(tokens) != null) {
            Response response = Responses.error(403, "a page of another site cannot sign anybody out");
            return AdminGate.now(gate.refused(asked, Refusal.SESSION, response));
        }
        CompletionStage<Boolean> ended = CompletableFuture.completedStage(false);
        for (String token : tokens) {
            ended = ended.thenCombine(sessions.close(token), Boolean::logicalOr);
        }
        String cookie = cookie("", 0, asked.request());
        return ended.thenApply(any -> Responses.ok())
                .exceptionally(failure -> gate.notKept(asked, failure))
                .thenApply(response -> Responses.with(response, "Set-Cookie", cookie));
    }

    private Response opened(Request request, Grant grant) {
        String token = sessions.open(grant);
        Session session = sessions.find(List.of(token));
        if (session == null) {
            return Responses.error(503, "the session ended at once (expected: a longer session-max-age)");
        }
        return Responses.with(
                shown(session), "Set-Cookie", cookie(token, sessions.maxAge().toSeconds(), request));
    }

    private Response nobody(AdminRequest asked) {
        List<String> tokens = AdminGate.tokens(asked);
        boolean ended = !tokens.isEmpty() && sessions.find(tokens) == null;
        JsonWriter json = new JsonWriter(64).beginObject().name("ok").value(true);
        json.name("name").value((Object) null);
        json.name("scopes").value(List.of());
        json.name("ended").value(ended);
        ApplicationSignIn application = gate.application(asked);
        if (application != null) {
            addApplication(json, asked, application);
        }
        return Responses.json(200, json.endObject().toBytes());
    }

    private void addApplication(JsonWriter json, AdminRequest asked, ApplicationSignIn application) {
        json.name("application").beginObject();
        json.name("name").value((Object) knownAs(asked));
        json.name("signIn").value((Object) application.signInUrl());
        json.endObject();
        if (!gate.hasSecrets()) {
            json.name("secret").value(false);
        }
    }

    /**
     * Returns the name of the person who is signed in to the application; null when nobody is, or for pages of other
     * sites.
     */
    private static @Nullable String knownAs(AdminRequest asked) {
        Identity identity = asked.request().identity();
        Identity.Person person = identity == null || !asked.origin().isSameHost() ? null : identity.person();
        return person == null ? null : ApplicationSignIn.shownName(person.name());
    }

    private static Response shown(Session session) {
        JsonWriter json = named(session.grant());
        json.name("expires").value(session.expires());
        return Responses.json(200, json.endObject().toBytes());
    }

    /** Shows a person whom the application knows. There is no expiry: only the application knows when it signs them out. */
    private static Response shown(Grant grant, @Nullable ApplicationSignIn application) {
        JsonWriter json = named(grant);
        json.name("by").value("application");
        if (application != null && application.signOutUrl() != null) {
            json.name("signOut").value(application.signOutUrl());
        }
        return Responses.json(200, json.endObject().toBytes());
    }

    private static JsonWriter named(Grant grant) {
        List<String> scopes =
                grant.scopes().stream().sorted().map(Scope::wireName).toList();
        JsonWriter json = new JsonWriter(128).beginObject().name("ok").value(true);
        json.name("name").value(grant.name());
        return json.name("scopes").value(scopes);
    }

    /**
     * RFC 6265 and its SameSite draft. When the page or the request came over https, the cookie is never sent over
     * http.
     */
    private String cookie(String token, long maxAgeSeconds, Request request) {
        String origin = request.headers().first("origin");
        boolean secure = request.secure() || (origin != null && origin.startsWith("https:"));
        return Cookies.SESSION + "=" + token + "; Path=" + path + "; Max-Age=" + maxAgeSeconds
                + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }
}

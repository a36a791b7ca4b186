// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.time.Timer;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.admin.token.AccessTokens;
import dev.rollcall.protocol.admin.token.KnownToken;
import dev.rollcall.protocol.admin.token.TokenRequest;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Response;
import dev.rollcall.protocol.wire.Responses;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How admins make, list and revoke tokens. Thread-safe. */
final class AdminTokens {

    private final AccessTokens tokens;
    private final AdminGate gate;
    private final Timer timer;

    AdminTokens(AccessTokens tokens, AdminGate gate, Timer timer) {
        this.tokens = tokens;
        this.gate = gate;
        this.timer = timer;
    }

    /** {@code POST /admin/tokens}. */
    CompletionStage<Response> make(AdminRequest asked) {
        return gate.admit(asked, Scope.ADMIN, actor -> made(asked, actor));
    }

    private CompletionStage<Response> made(AdminRequest asked, Actor by) {
        if (!asked.request().isJson()) {
            return AdminGate.now(Responses.error(415, "content type (expected: application/json)"));
        }
        Map<String, @Nullable Object> body = JsonTree.read(asked.request().body());
        if (body == null) {
            return AdminGate.now(Responses.error(400, "body: not a JSON object (expected: {\"...\":...})"));
        }
        try {
            return tokens.make(TokenRequest.read(body, timer.millis()), by)
                    .thenApply(AdminTokens::shownOnce)
                    .exceptionally(failure -> gate.notKept(asked, failure));
        } catch (IllegalArgumentException e) {
            return AdminGate.now(Responses.error(400, String.valueOf(e.getMessage())));
        } catch (IllegalStateException e) {
            return AdminGate.now(Responses.error(409, String.valueOf(e.getMessage())));
        }
    }

    private static Response shownOnce(AccessTokens.Made made) {
        JsonWriter json = new JsonWriter(256).beginObject().name("ok").value(true);
        write(json, made.known()).name("token").value(made.text());
        return Responses.with(Responses.json(200, json.endObject().toBytes()), "Cache-Control", "no-store");
    }

    /** {@code GET /admin/tokens}. */
    CompletionStage<Response> list(AdminRequest asked) {
        return gate.admit(asked, Scope.ADMIN, actor -> {
            JsonWriter json = new JsonWriter(512).beginObject().name("tokens").beginArray();
            tokens.list().forEach(known -> write(json.beginObject(), known).endObject());
            return AdminGate.now(Responses.json(200, json.endArray().endObject().toBytes()));
        });
    }

    /** {@code DELETE /admin/tokens/{id}}. */
    CompletionStage<Response> revoke(AdminRequest asked, String id) {
        return gate.admit(
                asked,
                Scope.ADMIN,
                actor -> tokens.revoke(id, actor)
                        .thenApply(AdminTokens::revoked)
                        .exceptionally(failure -> gate.notKept(asked, failure)));
    }

    private static Response revoked(@Nullable KnownToken known) {
        if (known == null) {
            return Responses.error(404, "token: no valid one has this id (expected: an id from GET /admin/tokens)");
        }
        JsonWriter json = new JsonWriter(256).beginObject().name("ok").value(true);
        return Responses.json(200, write(json, known).endObject().toBytes());
    }

    private static JsonWriter write(JsonWriter json, KnownToken known) {
        json.name("id").value(known.token().id());
        json.name("name").value(known.token().name());
        json.name("scopes").value((Object) known.token().scopeNames());
        if (!known.token().limits().routes().isEmpty()) {
            json.name("routes").value((Object) known.token().limits().routes());
        }
        if (known.token().limits().percent() != null) {
            json.name("percent").value((Object) known.token().limits().percent());
        }
        json.name("by").value(known.token().by());
        json.name("at").value(known.token().at());
        json.name("expires").value(known.expires());
        json.name("state").value(known.state().wireName());
        if (known.revokedBy() != null) {
            json.name("revokedBy").value((Object) known.revokedBy());
        }
        return known.lastUsed() == null ? json : json.name("lastUsed").value((Object) known.lastUsed());
    }
}

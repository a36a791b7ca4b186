// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept about a token, besides its SHA-256, and what nodes tell each other about it. As JSON in a journal:
 * {@code {"name":"ci","scopes":["read"],"routes":["/shop/**"],"percent":10,"by":"admin-secret","at":1732000000000}},
 * with {@code revoked} and {@code revokedBy} once it is revoked. Immutable.
 *
 * @param token what it allows
 * @param revokedBy who revoked it; null when nobody has
 */
record KeptToken(Token token, @Nullable String revokedBy) {

    KeptToken revoked(String by) {
        return new KeptToken(token, by);
    }

    byte[] write() {
        JsonWriter json = new JsonWriter(256).beginObject().name("name").value(token.name());
        json.name("scopes").value((Object) token.scopeNames());
        if (!token.limits().routes().isEmpty()) {
            json.name("routes").value((Object) token.limits().routes());
        }
        if (token.limits().percent() != null) {
            json.name("percent").value((Object) token.limits().percent());
        }
        json.name("by").value(token.by()).name("at").value(token.at());
        if (revokedBy != null) {
            json.name("revokedBy").value(revokedBy);
        }
        return json.endObject().toBytes();
    }

    /**
     * Reads what was written this way; a scope that is not known here is left out.
     *
     * @param key the SHA-256 of the token
     * @throws IllegalArgumentException when it is not one
     */
    static KeptToken read(String key, byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null
                || key.length() != 64
                || !(fields.get("name") instanceof String name)
                || !(fields.get("scopes") instanceof List<?> words)
                || !(fields.get("by") instanceof String by)
                || !(fields.get("at") instanceof Number at)) {
            throw new IllegalArgumentException("not the JSON of a token");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            if (words.contains(scope.wireName())) {
                scopes.add(scope);
            }
        }
        Token token = new Token(Token.id(key), name, scopes, limits(fields), by, at.longValue());
        return new KeptToken(token, fields.get("revokedBy") instanceof String who ? who : null);
    }

    private static TokenLimits limits(Map<String, @Nullable Object> fields) {
        List<String> routes = fields.get("routes") instanceof List<?> globs
                ? globs.stream().map(String::valueOf).toList()
                : List.of();
        return new TokenLimits(routes, fields.get("percent") instanceof Integer percent ? percent : null);
    }

    /**
     * A token on its way to another node: {@code {"key":"...","left":1000,"kept":"{...}"}}.
     *
     * @param key the SHA-256 of the token
     * @param leftMillis how long it is still valid, in milliseconds; negative when it has ended
     */
    record Shared(String key, long leftMillis, KeptToken kept) {

        byte[] write() {
            JsonWriter json = new JsonWriter(512).beginObject().name("key").value(key);
            json.name("left").value(leftMillis).name("kept").value(new String(kept.write(), UTF_8));
            return json.endObject().toBytes();
        }

        /** @throws IllegalArgumentException when it is not one */
        static Shared read(byte[] utf8) {
            Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
            if (fields == null
                    || !(fields.get("key") instanceof String key)
                    || !(fields.get("left") instanceof Number left)
                    || !(fields.get("kept") instanceof String kept)) {
                throw new IllegalArgumentException("not the JSON of a token of another node");
            }
            return new Shared(key, left.longValue(), KeptToken.read(key, kept.getBytes(UTF_8)));
        }
    }
}

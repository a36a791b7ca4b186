// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.AuditEntry.AboutToken;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The token that an entry of the audit list is about: {@code
 * "about":{"id":"3f9ac2d417be","name":"ci","scopes":["read"],"routes":["/shop/**"],"percent":10,"expires":1732000000000}}. It is
 * not called {@code token}, which is the token of the {@linkplain ActorJson actor}. Pure functions.
 */
public final class AboutTokenJson {

    private static final String NAME = "about";

    private AboutTokenJson() {}

    /** Writes the field into an object that is open, where an entry is about a token. Returns the writer. */
    public static JsonWriter write(JsonWriter json, AuditEntry entry) {
        AboutToken token = entry.token();
        if (token == null) {
            return json;
        }
        json.name(NAME).beginObject().name("id").value(token.id());
        json.name("name").value(token.name());
        json.name("scopes").value((Object) token.scopes());
        if (!token.routes().isEmpty()) {
            json.name("routes").value((Object) token.routes());
        }
        if (token.percent() != null) {
            json.name("percent").value((Object) token.percent());
        }
        return json.name("expires").value(token.expires()).endObject();
    }

    /** Reads the field; null when there is none that is understood. */
    static @Nullable AboutToken read(Map<String, @Nullable Object> fields) {
        return fields.get(NAME) instanceof Map<?, ?> about
                        && about.get("id") instanceof String id
                        && about.get("name") instanceof String name
                        && about.get("expires") instanceof Number expires
                ? new AboutToken(
                        id,
                        name,
                        texts(about.get("scopes")),
                        texts(about.get("routes")),
                        about.get("percent") instanceof Integer percent ? percent : null,
                        expires.longValue())
                : null;
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import dev.rollcall.core.connection.ConnectionInfo;
import dev.rollcall.core.connection.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connections as JSON: as stats and lists show them, and as nodes tell each other. */
public final class ConnectionJson {

    private ConnectionJson() {}

    /** Writes a list of connections. */
    public static void write(JsonWriter json, List<ConnectionInfo> connections) {
        json.beginArray();
        connections.forEach(info -> write(json, info));
        json.endArray();
    }

    private static void write(JsonWriter json, ConnectionInfo info) {
        json.beginObject().name("id").value(info.id());
        json.name("version").value(info.version()).name("route").value(info.route());
        if (info.ip() != null) {
            json.name("ip").value(info.ip());
        }
        if (info.user() != null) {
            json.name("user").value(info.user());
        }
        json.name("transport").value(info.transport().wireName()).name("since").value(info.since());
        json.endObject();
    }

    /**
     * Reads a list that another node has written.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static List<ConnectionInfo> read(@Nullable Object json) {
        if (json instanceof List<?> list) {
            return list.stream().map(ConnectionJson::connection).toList();
        }
        throw new IllegalArgumentException("not the JSON of a list of connections");
    }

    private static ConnectionInfo connection(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> fields) || !(fields.get("since") instanceof Number since)) {
            throw new IllegalArgumentException("not the JSON of a connection");
        }
        String name = text(fields, "transport");
        Transport transport = Arrays.stream(Transport.values())
                .filter(known -> known.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("transport: not known here"));
        return new ConnectionInfo(
                text(fields, "id"),
                text(fields, "version"),
                text(fields, "route"),
                optional(fields, "ip"),
                optional(fields, "user"),
                transport,
                since.longValue());
    }

    private static String text(Map<?, ?> fields, String name) {
        String text = optional(fields, name);
        if (text == null) {
            throw new IllegalArgumentException(name + ": missing or not text");
        }
        return text;
    }

    private static @Nullable String optional(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? text : null;
    }
}

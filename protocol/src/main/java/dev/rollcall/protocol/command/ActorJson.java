// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Actor.Via;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Actors as fields of a JSON object: {@code "by":"ci","via":"token","token":"3f9ac2d417be","ip":"203.0.113.0/24"}; the
 * last two only when they are known. Pure functions.
 */
public final class ActorJson {

    private ActorJson() {}

    /** Writes the fields into an object that is open. Returns the writer. */
    public static JsonWriter write(JsonWriter json, Actor actor) {
        json.name("by").value(actor.name());
        json.name("via").value(actor.via().wireName());
        if (actor.token() != null) {
            json.name("token").value(actor.token());
        }
        if (actor.address() != null) {
            json.name("ip").value(actor.address());
        }
        return json;
    }

    /** @throws IllegalArgumentException saying what does not fit */
    static Actor read(Map<String, @Nullable Object> fields) {
        return new Actor(
                CommandJson.text(fields, "by"),
                via(CommandJson.text(fields, "via")),
                fields.get("token") instanceof String token ? token : null,
                fields.get("ip") instanceof String address ? address : null);
    }

    private static Via via(String wireName) {
        for (Via via : Via.values()) {
            if (via.wireName().equals(wireName)) {
                return via;
            }
        }
        throw new IllegalArgumentException(
                "via: unknown (expected: application, actuator, secret, token, session or identity)");
    }
}

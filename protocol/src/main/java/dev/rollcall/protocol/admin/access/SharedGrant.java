// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.Entry;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells another about a session or a link. As JSON: {@code {"left":1000,"kept":"{...}"}}, or {@code
 * {"ended":true}}.
 *
 * @param kept what is kept about it; null when the person has ended it
 * @param leftMillis how long it remains valid, in milliseconds, at least 0
 */
record SharedGrant(@Nullable GrantJson kept, long leftMillis) {

    /** The grant of a session whose person has signed out. */
    static final SharedGrant ENDED = new SharedGrant(null, 0);

    /** Returns the grant kept in a journal's entry; null for none. */
    static @Nullable SharedGrant of(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        Duration left = entry.left();
        return new SharedGrant(GrantJson.read(entry.value()), left == null ? Long.MAX_VALUE : left.toMillis());
    }

    /** Returns whether it was given for this token, and for a secret that is valid here. */
    boolean isGenuine(String token, AdminSecrets secrets) {
        return kept != null && kept.isGenuine(token, secrets);
    }

    byte[] write() {
        JsonWriter json = new JsonWriter(256).beginObject();
        if (kept == null) {
            json.name("ended").value(true);
        } else {
            json.name("left").value(leftMillis).name("kept").value(new String(kept.write(), UTF_8));
        }
        return json.endObject().toBytes();
    }

    /** @throws IllegalArgumentException when it is not one */
    static SharedGrant read(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields != null && Boolean.TRUE.equals(fields.get("ended"))) {
            return ENDED;
        }
        if (fields == null
                || !(fields.get("left") instanceof Number left)
                || !(fields.get("kept") instanceof String kept)) {
            throw new IllegalArgumentException("not the JSON of a session of another node");
        }
        return new SharedGrant(GrantJson.read(kept.getBytes(UTF_8)), Math.max(0, left.longValue()));
    }
}

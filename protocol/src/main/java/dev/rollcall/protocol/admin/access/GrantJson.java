// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import dev.rollcall.protocol.admin.access.AdminSecrets.Grant;
import dev.rollcall.protocol.admin.access.AdminSecrets.Scope;
import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a session or of a one-time link, beside the SHA-256 of its token.
 *
 * @param grant what it allows
 * @param seal ties it to its secret; see {@link AdminSecrets#seal}
 */
record GrantJson(Grant grant, String seal) {

    /** Returns whether this was given for a token, and for a secret that is valid now. */
    boolean isGenuine(String token, AdminSecrets secrets) {
        return seal.equals(secrets.seal(token, grant.name()));
    }

    byte[] write() {
        JsonWriter json = new JsonWriter(128).beginObject().name("name").value(grant.name());
        json.name("scopes").beginArray();
        grant.scopes().stream().sorted().forEach(scope -> json.value(scope.wireName()));
        return json.endArray().name("seal").value(seal).endObject().toBytes();
    }

    /** Reads what was written this way; a scope that is not known here is left out. */
    static GrantJson read(byte[] bytes) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(bytes);
        if (fields == null
                || !(fields.get("name") instanceof String name)
                || !(fields.get("seal") instanceof String seal)
                || !(fields.get("scopes") instanceof List<?> words)) {
            throw new IllegalArgumentException("not the JSON of a session");
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            if (words.contains(scope.wireName())) {
                scopes.add(scope);
            }
        }
        return new GrantJson(new Grant(name, scopes), seal);
    }
}

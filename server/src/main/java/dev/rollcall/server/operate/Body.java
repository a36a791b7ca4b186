// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.operate;

import dev.rollcall.protocol.json.JsonWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON object that a command sends, field by field. Not thread-safe. */
public final class Body {

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Adds a field, unless its value is null, an empty list or {@code false}. */
    public Body with(String name, @Nullable Object value) {
        boolean nothing =
                value == null || value.equals(false) || (value instanceof Collection<?> list && list.isEmpty());
        if (!nothing) {
            fields.put(name, value);
        }
        return this;
    }

    /** Returns the object in UTF-8. */
    public byte[] toBytes() {
        JsonWriter json = new JsonWriter(256).beginObject();
        fields.forEach((name, value) -> json.name(name).value(value));
        return json.endObject().toBytes();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.test;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

/**
 * A message as a tab receives it. Immutable.
 *
 * @param type the type, such as {@code version}
 * @param json the whole message
 */
public record TestMessage(String type, String json) {

    static TestMessage of(String json) {
        Object type = parse(json).get("type");
        return new TestMessage(String.valueOf(type), json);
    }

    /**
     * Returns a field: a {@code String}, a number, a {@code Boolean}, a {@code List} or a {@code Map}.
     *
     * @return null when there is no such field, or its value is null
     */
    public @Nullable Object field(String name) {
        return fields().get(name);
    }

    /** Returns all fields by name, including {@code type}. */
    public Map<String, Object> fields() {
        return parse(json);
    }

    private static Map<String, Object> parse(String json) {
        return JsonParserFactory.getJsonParser().parseMap(json);
    }
}

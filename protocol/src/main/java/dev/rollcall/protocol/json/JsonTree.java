// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A whole JSON object as maps, lists and plain values, with the bounds of {@link FlatObject}. For what administrators
 * send; tabs' messages are flat.
 */
public final class JsonTree {

    private static final JsonFactory OWN = JsonFactory.builder().build();

    private JsonTree() {}

    /** Reads a stranger's UTF-8; null when it is not one JSON object. Of two values with one name the last counts. */
    public static @Nullable Map<String, @Nullable Object> read(byte[] utf8) {
        return read(FlatObject.parser(utf8));
    }

    /** Reads UTF-8 that Rollcall itself has written, without a stranger's bounds; null when it is not one JSON object. */
    public static @Nullable Map<String, @Nullable Object> readOwn(byte[] utf8) {
        return read(OWN.createParser(ObjectReadContext.empty(), utf8));
    }

    private static @Nullable Map<String, @Nullable Object> read(JsonParser opened) {
        try (JsonParser parser = opened) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, @Nullable Object> object = object(parser);
            return parser.nextToken() == null ? object : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return Collections.unmodifiableMap(object);
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return Collections.unmodifiableList(array);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            default -> null;
        };
    }
}

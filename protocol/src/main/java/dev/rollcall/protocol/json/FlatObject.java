// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A stranger's JSON object, of which only the plain values at the top level are kept: all that the contract asks of a
 * tab. The cost is linear in the input; nesting, names and numbers are bounded. Immutable.
 */
public final class FlatObject {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER = 100;
    private static final int MAX_NAME = 256;
    private static final Object NUMBER = new Object(); // the contract never asks which
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();

    private final Map<String, Object> values;

    private FlatObject(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads a text; null when it is not one JSON object. */
    public static @Nullable FlatObject read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            return read(parser);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Reads UTF-8; null when it is not one JSON object. */
    public static @Nullable FlatObject read(byte[] utf8) {
        try (JsonParser parser = parser(utf8)) {
            return read(parser);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** The text under a name; null when there is none, or something else. */
    public @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** Whether the value under a name is {@code true}. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Whether there is a plain value under a name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    static JsonParser parser(byte[] utf8) {
        return JSON.createParser(ObjectReadContext.empty(), utf8);
    }

    private static @Nullable FlatObject read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        Map<String, Object> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            keep(values, name, parser.nextToken(), parser);
        }
        return parser.nextToken() == null ? new FlatObject(values) : null;
    }

    private static void keep(Map<String, Object> values, String name, JsonToken token, JsonParser parser) {
        switch (token) {
            case VALUE_STRING -> values.put(name, parser.getString());
            case VALUE_TRUE -> values.put(name, true);
            case VALUE_FALSE -> values.put(name, false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(name, NUMBER);
            default -> parser.skipChildren();
        }
    }
}

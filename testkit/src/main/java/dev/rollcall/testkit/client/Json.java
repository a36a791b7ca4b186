// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.testkit.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON by a library that Rollcall itself does not use for messages, so that a mistake in one is noticed. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** Parses one JSON text. */
    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    /**
     * Writes an object.
     *
     * @param pairs names and values alternately
     */
    public static String object(Object... pairs) {
        var node = MAPPER.createObjectNode();
        for (int i = 0; i < pairs.length; i += 2) {
            node.set((String) pairs[i], MAPPER.valueToTree(pairs[i + 1]));
        }
        return node.toString();
    }

    /** Returns the names of an object's fields, sorted. */
    public static Collection<String> fields(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    /** Returns an object of numbers, such as {@code versions} in stats. */
    public static Map<String, Integer> counts(JsonNode object) {
        return object.properties().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().asInt()));
    }

    /** Returns the public id of the connection that an answer to a poll is for. */
    public static String id(Answer answer) {
        String whole = answer.json().path("connectionId").asString();
        return whole.substring(0, whole.indexOf('.'));
    }

    /** Returns the items of an array of texts. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString()));
        return texts;
    }

    /** Returns one field of every element of an array, in order. */
    public static List<String> column(JsonNode array, String field) {
        return array.valueStream()
                .map(element -> element.path(field).asString())
                .toList();
    }
}

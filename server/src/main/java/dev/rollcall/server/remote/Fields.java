// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read without trust: a field that is missing or of another type counts as absent. Texts
 * have no control characters, which a terminal could obey. Immutable.
 */
public final class Fields {

    private final Map<?, ?> values;

    /** Wraps the values of a JSON object. */
    public Fields(Map<?, ?> values) {
        this.values = values;
    }

    /** Returns a text; null when there is none. */
    public @Nullable String text(String name) {
        return values.get(name) instanceof String text ? clean(text) : null;
    }

    /** Returns a text, or another one if there is none. */
    public String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** Returns a number; 0 when there is none. */
    public long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Returns whether there is a value that is not null. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** Returns whether a value is {@code true}. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Returns the fields of an object; no fields if there is none. */
    public Fields object(String name) {
        return new Fields(values.get(name) instanceof Map<?, ?> fields ? fields : Map.of());
    }

    /** Returns the objects in a list, leaving out everything else. */
    public List<Fields> objects(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> new Fields((Map<?, ?>) item))
                        .toList()
                : List.of();
    }

    /** Returns the texts in a list, and its numbers as texts. */
    public List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(item -> clean(String.valueOf(item))).toList()
                : List.of();
    }

    /** Returns the numbers in a list, leaving out everything else. */
    public List<Long> longs(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Number.class::isInstance)
                        .map(item -> ((Number) item).longValue())
                        .toList()
                : List.of();
    }

    /** Returns those values that are numbers, by name, in their order. */
    public Map<String, Long> numbers() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(clean(String.valueOf(name)), number.longValue());
            }
        });
        return numbers;
    }

    private static String clean(String text) {
        boolean plain = text.codePoints().noneMatch(Fields::isControl);
        return plain
                ? text
                : text.codePoints()
                        .map(point -> isControl(point) ? 0xfffd : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isControl(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import dev.rollcall.core.text.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message whose data is a tree of maps, lists and plain values. */
public final class DataMessage extends Message {

    private static final int MAX_TYPE = 128;
    private static final int MAX_DEPTH = 32;

    private static final Set<Class<?>> NUMBERS = Set.of(
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    private final String type;
    private final Map<String, @Nullable Object> fields;

    private final @Nullable Function<Recipient, ? extends Map<String, ?>> tail;

    private DataMessage(
            String type,
            Map<String, @Nullable Object> fields,
            @Nullable Function<Recipient, ? extends Map<String, ?>> tail) {
        this.type = type;
        this.fields = fields;
        this.tail = tail;
    }

    static DataMessage checked(
            String type, Map<String, ?> fields, @Nullable Function<Recipient, ? extends Map<String, ?>> tail) {
        if (type.isBlank() || type.length() > MAX_TYPE || !Text.printable(type)) {
            throw new IllegalArgumentException(
                    "type: does not fit (expected: 1 to " + MAX_TYPE + " printable characters, such as \"welcome\")");
        }
        if (fields.containsKey("type")) {
            throw new IllegalArgumentException("fields: has \"type\" (expected: the type as the first argument)");
        }
        return new DataMessage(type, copyOfMap(fields, "fields", 0), tail);
    }

    /** Returns one of Rollcall's own messages, whose plain fields need no check. It takes over the map. */
    static DataMessage trusted(String type, Map<String, @Nullable Object> fields) {
        return new DataMessage(type, Collections.unmodifiableMap(fields), null);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public boolean hasTail() {
        return tail != null;
    }

    @Override
    public Map<String, ?> tail(Recipient recipient) {
        return tail == null ? Map.of() : tail.apply(recipient);
    }

    /** Returns the data that is the same for all recipients; unmodifiable, in the order it was given. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** Two messages are equal when type and data are; a message with a tail equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DataMessage that
                        && tail == null
                        && that.tail == null
                        && type.equals(that.type)
                        && fields.equals(that.fields));
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, fields);
    }

    /** The type alone: the data may be personal. */
    @Override
    public String toString() {
        return "Message[" + type + "]";
    }

    private static Map<String, @Nullable Object> copyOfMap(Map<?, ?> map, String path, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException(path + ": key " + key + " (expected: text)");
            }
            copy.put(name, copyOf(value, path + "." + name, depth + 1));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(path + ": nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof Map<?, ?> map) {
            return copyOfMap(map, path, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(copyOf(item, path + "[]", depth + 1)));
            return Collections.unmodifiableList(copy);
        }
        return plain(value, path);
    }

    private static @Nullable Object plain(@Nullable Object value, String path) {
        if (isNotFinite(value)) {
            throw new IllegalArgumentException(path + ": " + value + " (expected: a finite number)");
        }
        if (value == null || value instanceof String || value instanceof Boolean || isNumber(value)) {
            return value;
        }
        throw new IllegalArgumentException(
                path + ": " + value.getClass().getName() + " (expected: text, number, boolean, null, a map or a list)");
    }

    /** Accepts only the JDK's number types: others may be mutable and have no defined text form. */
    private static boolean isNumber(Object value) {
        return NUMBERS.contains(value.getClass());
    }

    /** JSON cannot express these numbers (RFC 8259, section 6). */
    private static boolean isNotFinite(@Nullable Object value) {
        return (value instanceof Double wide && !Double.isFinite(wide))
                || (value instanceof Float single && !Float.isFinite(single));
    }
}

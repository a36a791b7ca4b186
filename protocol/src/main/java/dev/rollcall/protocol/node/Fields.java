// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import dev.rollcall.core.node.NodeId;
import dev.rollcall.protocol.json.JsonTree;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of what another node has written, each with its check. */
record Fields(Map<String, @Nullable Object> all) {

    /** The number of the form. A later one is read as far as it is understood. */
    static final int FORM = 1;

    /** @throws IllegalArgumentException when it is not a JSON object of a known form */
    static Fields of(byte[] utf8) {
        Map<String, @Nullable Object> all = JsonTree.readOwn(utf8);
        if (all == null) {
            throw new IllegalArgumentException("not a JSON object");
        }
        Fields fields = new Fields(all);
        if (fields.number("form") < FORM) {
            throw new IllegalArgumentException("form: " + fields.number("form") + " (expected: " + FORM + " or later)");
        }
        return fields;
    }

    NodeId node(String name) {
        NodeId node = NodeId.parse(text(name));
        if (node == null) {
            throw new IllegalArgumentException(name + ": not the identity of a node");
        }
        return node;
    }

    String text(String name) {
        if (all.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + ": missing or not text");
    }

    long number(String name) {
        Object value = all.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(name + ": missing or not a whole number");
    }

    int count(String name) {
        long number = number(name);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + ": " + number + " (expected: a count)");
        }
        return (int) number;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(all.get(name));
    }

    byte @Nullable [] bytes(String name) {
        return all.get(name) == null ? null : Base64.getDecoder().decode(text(name));
    }

    @Nullable
    Fields object(String name) {
        return all.get(name) instanceof Map<?, ?> object ? new Fields(named(object)) : null;
    }

    Map<String, Integer> counts(String name) {
        Fields object = object(name);
        if (object == null) {
            throw new IllegalArgumentException(name + ": missing or not an object");
        }
        Map<String, Integer> counts = new HashMap<>();
        object.all.keySet().forEach(key -> counts.put(key, object.count(key)));
        return counts;
    }

    @SuppressWarnings("unchecked") // a JSON tree has no other maps
    private static Map<String, @Nullable Object> named(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }
}

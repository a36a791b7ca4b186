// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of a request, as a host sees them. Names are matched without regard to case. */
public interface Headers {

    /** All values of a header, in the order they came; empty when there is none. */
    List<String> all(String name);

    /** Every header, names in lower case. Made when asked for. */
    Map<String, List<String>> toMap();

    /** Hands over each value of each header, names in lower case. */
    default void forEach(BiConsumer<String, String> taker) {
        toMap().forEach((name, values) -> values.forEach(value -> taker.accept(name, value)));
    }

    /** The first value of a header; null when there is none. */
    default @Nullable String first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Headers from a map with lower-case names. */
    static Headers of(Map<String, List<String>> headers) {
        return new MapHeaders(headers);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a request, as a host sees them. Names are matched without regard to case. */
public interface Headers {

    /** All values of a header, in the order they came; empty when there is none. */
    List<String> all(String name);

    /** Every header, names in lower case. Made when asked for. */
    Map<String, List<String>> toMap();

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

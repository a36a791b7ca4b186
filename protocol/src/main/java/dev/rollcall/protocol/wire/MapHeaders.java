// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Headers held in a map whose keys are in lower case. Immutable. */
record MapHeaders(Map<String, List<String>> headers) implements Headers {

    MapHeaders {
        headers = Map.copyOf(headers);
    }

    @Override
    public List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public Map<String, List<String>> toMap() {
        return headers;
    }
}

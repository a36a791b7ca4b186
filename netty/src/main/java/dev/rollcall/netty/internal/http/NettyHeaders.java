// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.Headers;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The headers of a request that Netty decoded. Never modified. */
record NettyHeaders(HttpHeaders headers) implements Headers {

    @Override
    public List<String> all(String name) {
        return headers.getAll(name);
    }

    @Override
    public Map<String, List<String>> toMap() {
        Map<String, List<String>> map = new HashMap<>();
        headers.forEach(
                header -> map.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue()));
        return map;
    }
}

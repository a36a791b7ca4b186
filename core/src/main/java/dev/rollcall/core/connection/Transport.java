// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** How the bytes of a connection travel. */
public enum Transport {
    /** A WebSocket (RFC 6455). */
    WEBSOCKET("websocket"),
    /** Server-sent events (HTML Living Standard, section 9.2); the tab answers with POST requests. */
    SSE("sse"),
    /** A lease that the tab renews by asking again; messages wait for it to come back. */
    POLLING("polling");

    private final String wireName;

    Transport(String wireName) {
        this.wireName = wireName;
    }

    /** Returns a map with a value for every transport, in the order above. */
    static <T> Map<Transport, T> map(Function<Transport, T> each) {
        Map<Transport, T> map = new EnumMap<>(Transport.class);
        for (Transport transport : values()) {
            map.put(transport, each.apply(transport));
        }
        return map;
    }

    /** The name used in JSON, in metrics and in logs: {@code websocket}, {@code sse} or {@code polling}. */
    public String wireName() {
        return wireName;
    }
}

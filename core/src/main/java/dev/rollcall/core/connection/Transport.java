// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

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

    /** The name used in JSON, in metrics and in logs: {@code websocket}, {@code sse} or {@code polling}. */
    public String wireName() {
        return wireName;
    }
}

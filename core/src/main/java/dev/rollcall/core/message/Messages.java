// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import java.util.LinkedHashMap;
import java.util.Map;

/** The messages every server of the contract sends. What each means is told in {@code docs/protocol.md}. */
public final class Messages {

    private static final Message PONG = Message.of("pong", Map.of());
    private static final Message STATS_UNAUTHORIZED = Message.of("stats-unauthorized", Map.of());

    private Messages() {}

    /**
     * The first message of every connection.
     *
     * @param currentVersion the version in force on the server
     * @param connectionId what the tab presents in POSTs: id, dot, proof
     * @param timestamp now, in milliseconds since the epoch
     */
    public static Message connected(String currentVersion, String connectionId, long timestamp) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", currentVersion);
        fields.put("connectionId", connectionId);
        fields.put("timestamp", timestamp);
        return Message.of("connected", fields);
    }

    /** A sign of life on transports that have none of their own. {@code timestamp} in milliseconds since the epoch. */
    public static Message keepalive(long timestamp) {
        return Message.of("keepalive", Map.of("timestamp", timestamp));
    }

    /** The answer to a ping. */
    public static Message pong() {
        return PONG;
    }

    /** Stats were refused, or the right to see them was lost. */
    public static Message statsUnauthorized() {
        return STATS_UNAUTHORIZED;
    }

    /**
     * Which version is in force, and whether to reload for it.
     *
     * @param currentVersion the version in force
     * @param force reload now, whatever version the tab is on
     * @param timestamp when; two such messages must differ, because a 1.x client drops one that equals the last
     * @param command names the command, so that a tab follows it once
     */
    public static Message version(String currentVersion, boolean force, long timestamp, String command) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", currentVersion);
        if (force) {
            fields.put("force", true);
        }
        fields.put("timestamp", timestamp);
        fields.put("command", command);
        return Message.of("version", fields);
    }

    /** The node is leaving: come back after that many milliseconds. */
    public static Message reconnect(long afterMillis) {
        return Message.of("reconnect", Map.of("after", afterMillis));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.message;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contract's own messages to tabs, except {@link VersionNews}; {@code docs/protocol.md} says what each means.
 */
public final class Messages {

    private static final Message PONG = Message.of("pong", Map.of());
    private static final Message STATS_UNAUTHORIZED = Message.of("stats-unauthorized", Map.of());

    private Messages() {}

    /**
     * Returns the first message of every connection.
     *
     * @param currentVersion the current version
     * @param connectionId what the tab presents in POSTs: id, dot, proof
     * @param timestamp now, in milliseconds since the epoch
     * @param outdated whether the tab is on a version behind the current one
     * @param rollback whether the current version was current before, and has become current again
     */
    public static Message connected(
            String currentVersion, String connectionId, long timestamp, boolean outdated, boolean rollback) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", currentVersion);
        fields.put("connectionId", connectionId);
        fields.put("timestamp", timestamp);
        fields.put("outdated", outdated);
        if (rollback) {
            fields.put("rollback", true);
        }
        return DataMessage.trusted("connected", fields);
    }

    /** Returns a sign of life for transports that have none of their own. {@code timestamp} in milliseconds since the epoch. */
    public static Message keepalive(long timestamp) {
        return Message.of("keepalive", Map.of("timestamp", timestamp));
    }

    /** Returns the answer to a ping. */
    public static Message pong() {
        return PONG;
    }

    /** Returns the news that stats were refused, or that the right to see them has ended. */
    public static Message statsUnauthorized() {
        return STATS_UNAUTHORIZED;
    }

    /**
     * Returns the news that it could not be decided now whether the tab may see stats.
     *
     * @param afterMillis how long to wait before asking again, in milliseconds
     */
    public static Message statsUndecided(long afterMillis) {
        return Message.of("stats-unauthorized", Map.of("after", afterMillis));
    }

    /** Returns the request to come back after this time, in milliseconds, because the node is leaving. */
    public static Message reconnect(long afterMillis) {
        return Message.of("reconnect", Map.of("after", afterMillis));
    }
}

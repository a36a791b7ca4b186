// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.nio.charset.StandardCharsets;

/**
 * Why the server ends a connection: a WebSocket close code (RFC 6455, section 7.4) and its reason. On other transports
 * the number is only for logs and metrics.
 *
 * @param code the close code, 1000 to 4999
 * @param reason a short text for people, at most 123 bytes of UTF-8
 * @param metric the word under which it is counted, from a small fixed set
 */
public record Disconnect(int code, String reason, String metric) {

    /** The server is leaving; come back as the {@code reconnect} message says. */
    public static final Disconnect GOING_AWAY = new Disconnect(1001, "server is leaving", "going-away");

    /** Binary messages are not part of the contract. */
    public static final Disconnect BINARY = new Disconnect(1003, "only text messages are understood", "binary");

    /** More messages than the limit. */
    public static final Disconnect TOO_MANY_MESSAGES = new Disconnect(1008, "too many messages", "too-many-messages");

    /** A message over 16 KiB. */
    public static final Disconnect TOO_BIG = new Disconnect(1009, "message over 16384 bytes", "too-big");

    /** No capacity for one more connection. */
    public static final Disconnect OVER_CAPACITY =
            new Disconnect(1013, "over capacity, try again later", "over-capacity");

    /** The tab did not take what was sent to it in time. */
    public static final Disconnect SLOW = new Disconnect(4408, "slow consumer", "slow");

    /** The tab showed no sign of life for two beats, or its lease ran out. */
    public static final Disconnect LOST = new Disconnect(4410, "no sign of life", "lost");

    /** The same tab opened a new connection and named this one as its previous one. */
    public static final Disconnect REPLACED =
            new Disconnect(4409, "replaced by a newer connection of this tab", "replaced");

    /** The tab went away by itself. Never sent. */
    public static final Disconnect CLIENT_LEFT = new Disconnect(1000, "client left", "client");

    /** Checks code and length. */
    public Disconnect {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("code: " + code + " (expected: 1000 to 4999)");
        }
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 123) {
            throw new IllegalArgumentException("reason: " + bytes + " bytes (expected: at most 123)");
        }
    }
}

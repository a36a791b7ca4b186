// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a host answers by itself, because it is about HTTP and not about the contract; the same words on every host. */
public final class HttpErrors {

    /** The handshake is no WebSocket handshake. */
    public static final Response BAD_HANDSHAKE =
            of(400, "handshake: malformed (expected: RFC 6455, section 4.2.1)", Map.of());

    /** The body is longer than {@link Request#MAX_BODY_BYTES}. */
    public static final Response BODY_TOO_LARGE = of(
            413,
            "body: over " + Request.MAX_BODY_BYTES + " bytes (expected: at most " + Request.MAX_BODY_BYTES + ")",
            Map.of());

    /** The handshake is for another version of WebSocket (RFC 6455, section 4.2.2). */
    public static final Response WRONG_WEBSOCKET_VERSION = of(
            426,
            "sec-websocket-version: not supported (expected: 13)",
            Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket"));

    /** The server is at fault. */
    public static final Response FAILED = of(500, "server: failed (expected: see its log)", Map.of());

    private HttpErrors() {}

    /**
     * An error in the form of the contract: {@code {"ok":false,"error":"..."}}.
     *
     * @param status the status code, 400 to 599
     * @param error what was wrong and what was expected; ASCII, without quotes and backslashes
     * @param more headers besides those that every error has
     */
    public static Response of(int status, String error, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Cache-Control", "no-store");
        String body = "{\"ok\":false,\"error\":\"" + error + "\"}";
        return new Response(status, headers, body.getBytes(StandardCharsets.US_ASCII));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What the host refuses by itself, because it is about HTTP and not about the contract. */
final class Refusals {

    static final Response BAD_HANDSHAKE = of(400, "handshake: malformed (expected: RFC 6455, section 4.2.1)", Map.of());
    static final Response BODY_TOO_LARGE = of(413, "body: over 16384 bytes (expected: at most 16384)", Map.of());
    static final Response WRONG_VERSION = of(
            426,
            "sec-websocket-version: not supported (expected: 13)",
            Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket"));
    static final Response FAILED = of(500, "server: failed (expected: see its log)", Map.of());

    /** 503, so that tabs go on to the next transport and try again later. */
    static final Response NO_WEBSOCKET = of(
            503,
            "websocket: not offered by this server (expected: a servlet container with Jakarta WebSocket; use /sse)",
            Map.of("Retry-After", "120"));

    /** How long a tab may be sent away for, in seconds: each at a time of its own, so that they do not come back together. */
    private static final int SOONEST_SECONDS = 10;

    private static final int LATEST_SECONDS = 40;

    private Refusals() {}

    /** There is no place on this port. */
    static Response full() {
        int seconds = ThreadLocalRandom.current().nextInt(SOONEST_SECONDS, LATEST_SECONDS);
        return of(503, "over capacity", Map.of("Retry-After", Integer.toString(seconds)));
    }

    private static Response of(int status, String error, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Cache-Control", "no-store");
        String body = "{\"ok\":false,\"error\":\"" + error + "\"}";
        return new Response(status, headers, body.getBytes(StandardCharsets.US_ASCII));
    }
}

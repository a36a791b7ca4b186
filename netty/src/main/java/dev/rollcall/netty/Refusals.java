// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What the host refuses by itself, because it is about HTTP and not about the contract. */
final class Refusals {

    static final Response MALFORMED = of(400, "request: malformed (expected: HTTP/1.1, RFC 9112)");
    static final Response BAD_HOST = of(400, "host: missing or repeated (expected: exactly one)");
    static final Response BAD_HANDSHAKE = of(400, "handshake: malformed (expected: RFC 6455, section 4.2.1)");
    static final Response TIMEOUT = of(408, "request: too slow (expected: whole within the time limit)");
    static final Response BODY_TOO_LARGE = of(413, "body: over 16384 bytes (expected: at most 16384)");
    static final Response LINE_TOO_LONG = of(414, "request line: over 8192 bytes (expected: at most 8192)");
    static final Response EXPECTATION = of(417, "expect: unknown (expected: 100-continue)");
    static final Response WRONG_VERSION = of(
            426,
            "sec-websocket-version: not supported (expected: 13)",
            Map.of("Sec-WebSocket-Version", "13", "Upgrade", "websocket"));
    static final Response HEADERS_TOO_LARGE = of(431, "headers: over 16384 bytes (expected: at most 16384)");
    static final Response FAILED = of(500, "server: failed (expected: see its log)");
    static final Response HTTP_VERSION = of(505, "version: not supported (expected: HTTP/1.0 or HTTP/1.1)");

    private Refusals() {}

    private static Response of(int status, String error) {
        return of(status, error, Map.of());
    }

    private static Response of(int status, String error, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Cache-Control", "no-store");
        String body = "{\"ok\":false,\"error\":\"" + error + "\"}";
        return new Response(status, headers, body.getBytes(StandardCharsets.US_ASCII));
    }
}

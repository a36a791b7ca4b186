// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.http;

import dev.rollcall.protocol.wire.HttpErrors;
import dev.rollcall.protocol.wire.Response;
import java.util.Map;

/** The error responses of this host, besides those of {@link HttpErrors}. */
public final class HttpRefusals {

    /** A request line over {@link RequestDecoder#MAX_LINE_BYTES}. */
    public static final Response LINE_TOO_LONG = of(414, "request line: over 8192 bytes (expected: at most 8192)");

    /** Too many requests in progress on one connection of HTTP/2. */
    public static final Response BUSY =
            HttpErrors.of(503, "server: busy (expected: another try soon)", Map.of("Retry-After", "1"));

    static final Response MALFORMED = of(400, "request: malformed (expected: HTTP/1.1, RFC 9112)");
    static final Response BAD_HOST = of(400, "host: missing or repeated (expected: exactly one)");
    static final Response TIMEOUT = of(408, "request: too slow (expected: whole within the time limit)");
    static final Response EXPECTATION = of(417, "expect: unknown (expected: 100-continue)");
    static final Response HEADERS_TOO_LARGE = of(431, "headers: over 16384 bytes (expected: at most 16384)");
    static final Response HEADERS_TOO_MANY = of(431, "headers: over 256 (expected: at most 256)");
    static final Response HTTP_VERSION = of(505, "version: not supported (expected: HTTP/1.0 or HTTP/1.1)");

    private HttpRefusals() {}

    private static Response of(int status, String error) {
        return HttpErrors.of(status, error, Map.of());
    }
}

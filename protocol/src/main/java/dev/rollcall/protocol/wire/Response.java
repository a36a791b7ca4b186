// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer for a host to send as it is. The host adds only what belongs to the connection: {@code Content-Length},
 * {@code Connection}, {@code Date}.
 *
 * @param status the status code
 * @param headers the headers, {@code Content-Type} included
 * @param body the body; empty for 204. On HEAD the host sends its length without the bytes
 * @param lasting whether the body is the very same array each time, for as long as the process lives, so that a host may
 *     keep it in a form of its own
 */
public record Response(
        int status,
        Map<String, String> headers,
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        boolean lasting) {

    /** Makes an answer whose body is its own. */
    public Response(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, false);
    }

    private static final String NOSNIFF = "X-Content-Type-Options";

    /**
     * Copies the headers, and adds one that forbids browsers to guess another content type (WHATWG Fetch, section 3.6).
     */
    public Response {
        headers = withNosniff(headers);
    }

    private static Map<String, String> withNosniff(Map<String, String> given) {
        if (given.containsKey(NOSNIFF)) {
            return Map.copyOf(given);
        }
        Map<String, String> all = new HashMap<>(given);
        all.put(NOSNIFF, "nosniff");
        return Map.copyOf(all);
    }

    /** Returns whether a response with this status may have a body and a length (RFC 9110, section 6.4.1). */
    public boolean mayHaveBody() {
        return status >= 200 && status != 204 && status != 304;
    }

    /** The status alone: a body may hold stats. */
    @Override
    public String toString() {
        return "Response[" + status + "]";
    }
}

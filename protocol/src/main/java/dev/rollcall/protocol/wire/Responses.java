// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The forms of the contract's responses. None of them may be stored by a cache. Pure functions. */
public final class Responses {

    private static final byte[] NOTHING = {};
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
    private static final Response STREAM_HEAD = new Response(
            200,
            Map.of(
                    "Content-Type", "text/event-stream",
                    "Cache-Control", "no-store, no-transform",
                    "X-Accel-Buffering", "no"),
            NOTHING);
    private static final Response OK = json(200, "{\"ok\":true}".getBytes(StandardCharsets.US_ASCII));

    private Responses() {}

    /** Returns a response with JSON in UTF-8. */
    public static Response json(int status, byte[] json) {
        return new Response(status, withType("application/json; charset=utf-8"), json);
    }

    /** Returns 200 with {@code {"ok":true}}. */
    public static Response ok() {
        return OK;
    }

    /** Returns 200 with text of a media type. */
    public static Response text(String type, String text) {
        return new Response(200, withType(type), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a response without a body. */
    public static Response empty(int status) {
        return new Response(status, NO_STORE, NOTHING);
    }

    /** Returns {@code {"ok":false,"error":"..."}}: what was wrong, what was expected, what to do. */
    public static Response error(int status, String error) {
        byte[] json = new JsonWriter(64 + error.length())
                .beginObject()
                .name("ok")
                .value(false)
                .name("error")
                .value(error)
                .endObject()
                .toBytes();
        return json(status, json);
    }

    /** Returns an error for something that may succeed later: too much, or not now. At least 1 second. */
    public static Response later(int status, String error, long seconds) {
        return with(error(status, error), "Retry-After", Long.toString(Math.max(1, seconds)));
    }

    /** Returns the refusal of a page that is neither of this host nor of a listed origin. */
    public static Response originNotAllowed() {
        return error(403, "origin not allowed (expected: the same host, or one in allowed-origins)");
    }

    /** Returns the refusal of a request by a name that is not the server's (RFC 9110, section 15.5.20). */
    public static Response hostNotAllowed() {
        return error(421, "host not allowed (expected: a name in allowed-hosts; if this one is yours, add it there)");
    }

    /** Returns 405 with the methods that are allowed, separated by commas. */
    public static Response methodNotAllowed(String allowed) {
        return with(error(405, "method not allowed (expected: " + allowed + ")"), "Allow", allowed);
    }

    /** Returns a response with one more header. */
    public static Response with(Response response, String name, String value) {
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put(name, value);
        return new Response(response.status(), headers, response.body(), response.lasting());
    }

    /** Returns a response that also depends on a header of the request (RFC 9110, section 12.5.5). */
    public static Response varying(Response response, String header) {
        String others = response.headers().get("Vary");
        if (others != null && others.contains(header)) {
            return response;
        }
        return with(response, "Vary", others == null ? header : others + ", " + header);
    }

    /** Returns the head of an event stream; it asks buffering proxies to let it through (nginx: X-Accel-Buffering). */
    public static Response streamHead() {
        return STREAM_HEAD;
    }

    private static Map<String, String> withType(String type) {
        return Map.of("Cache-Control", "no-store", "Content-Type", type);
    }
}

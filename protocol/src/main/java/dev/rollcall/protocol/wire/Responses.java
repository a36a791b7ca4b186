// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import dev.rollcall.protocol.http.Query;
import dev.rollcall.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The shapes of the contract's answers. None may be kept by a cache. */
public final class Responses {

    private static final byte[] NOTHING = {};
    private static final byte[] OK = "{\"ok\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");

    private Responses() {}

    public static Response json(int status, byte[] json) {
        return new Response(status, withType("application/json; charset=utf-8"), json);
    }

    public static Response ok() {
        return json(200, OK);
    }

    public static Response text(String type, String text) {
        return new Response(200, withType(type), text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a question in the query finds; 400 with the reason when the question does not fit. */
    public static Response asked(Request request, Function<Query, byte[]> find) {
        Query query = Query.parse(request.query());
        String malformed = query.malformed();
        if (malformed != null) {
            return error(400, malformed);
        }
        try {
            return json(200, find.apply(query));
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    public static Response empty(int status) {
        return new Response(status, NO_STORE, NOTHING);
    }

    /** {@code {"ok":false,"error":"..."}}: what was wrong, what was expected, what to do. */
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

    /** Too much, or not now: come back after so many seconds. */
    public static Response later(int status, String error, long seconds) {
        return with(error(status, error), "Retry-After", Long.toString(Math.max(1, seconds)));
    }

    public static Response methodNotAllowed(String allowed) {
        return with(error(405, "method not allowed (expected: " + allowed + ")"), "Allow", allowed);
    }

    public static Response with(Response response, String name, String value) {
        Map<String, String> headers = new HashMap<>(response.headers());
        headers.put(name, value);
        return new Response(response.status(), headers, response.body());
    }

    /** The head of an event stream; buffering proxies are asked to let it through (nginx reads X-Accel-Buffering). */
    public static Response streamHead() {
        return new Response(
                200,
                Map.of(
                        "Content-Type", "text/event-stream",
                        "Cache-Control", "no-store, no-transform",
                        "X-Accel-Buffering", "no"),
                NOTHING);
    }

    private static Map<String, String> withType(String type) {
        return Map.of("Cache-Control", "no-store", "Content-Type", type);
    }
}

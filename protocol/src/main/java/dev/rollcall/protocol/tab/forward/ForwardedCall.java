// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.protocol.json.JsonTree;
import dev.rollcall.protocol.json.JsonWriter;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import java.net.InetAddress;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tab sends, as one node passes it on to another: without headers except its content type, so that no cookie or
 * secret goes over the backplane. As JSON:
 *
 * <pre>{@code
 * {"path":"/route","query":"","type":"application/json","body":"eyJjb25uZWN0aW9uSWQi..."}
 * }</pre>
 *
 * The answer is {@code {"status":200,"type":"application/json","body":"..."}}, with {@code retryAfter} where it has one.
 *
 * @param path the path below the base path
 * @param query the raw query
 * @param type the value of Content-Type; empty when there is none
 * @param body the body; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares calls
public record ForwardedCall(String path, String query, String type, byte[] body) {

    /** Makes a call from a request. */
    public static ForwardedCall of(Request request, String path) {
        String type = request.headers().first("content-type");
        return new ForwardedCall(path, request.query(), type == null ? "" : type, request.body());
    }

    /** Returns the call as a request, from nowhere in particular. */
    public Request request() {
        Map<String, List<String>> headers = type.isEmpty() ? Map.of() : Map.of("content-type", List.of(type));
        String method = path.equals("/poll") ? "GET" : "POST";
        return new Request(
                method, path, query, Headers.of(headers), InetAddress.getLoopbackAddress(), body, false, null);
    }

    byte[] write() {
        JsonWriter json = new JsonWriter(256)
                .beginObject()
                .name("path")
                .value(path)
                .name("query")
                .value(query);
        json.name("type").value(type).name("body").value(Base64.getEncoder().encodeToString(body));
        return json.endObject().toBytes();
    }

    /** @throws IllegalArgumentException when it is not one */
    static ForwardedCall read(byte[] utf8) {
        Map<String, @Nullable Object> fields = fields(utf8);
        return new ForwardedCall(
                text(fields, "path"), text(fields, "query"), text(fields, "type"), decoded(text(fields, "body")));
    }

    static byte[] write(Response response) {
        JsonWriter json = new JsonWriter(256).beginObject().name("status").value(response.status());
        json.name("type").value(response.headers().getOrDefault("Content-Type", ""));
        json.name("retryAfter").value(response.headers().getOrDefault("Retry-After", ""));
        json.name("body").value(Base64.getEncoder().encodeToString(response.body()));
        return json.endObject().toBytes();
    }

    /** @throws IllegalArgumentException when it is not one */
    static Response readResponse(byte[] utf8) {
        Map<String, @Nullable Object> fields = fields(utf8);
        if (!(fields.get("status") instanceof Integer status)) {
            throw new IllegalArgumentException("status: missing or not a number");
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Cache-Control", "no-store");
        put(headers, "Content-Type", text(fields, "type"));
        put(headers, "Retry-After", text(fields, "retryAfter"));
        return new Response(status, headers, decoded(text(fields, "body")));
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            headers.put(name, value);
        }
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64.getBytes(UTF_8));
    }

    private static Map<String, @Nullable Object> fields(byte[] utf8) {
        Map<String, @Nullable Object> fields = JsonTree.readOwn(utf8);
        if (fields == null) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return fields;
    }

    private static String text(Map<String, @Nullable Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + ": missing or not text");
    }
}

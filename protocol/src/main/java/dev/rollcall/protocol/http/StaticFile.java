// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import static java.util.Objects.requireNonNull;

import dev.rollcall.protocol.wire.Request;
import dev.rollcall.protocol.wire.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file in every form in which it is sent: as it is, and compressed beforehand, so that a request costs only a
 * look-up. Each form has its own {@code ETag} (RFC 9110, section 8.8.3.3), and a client that has it already gets 304.
 * Immutable, thread-safe.
 */
public final class StaticFile {

    private static final int TAG_CHARS = 22;

    private final Map<String, Response> whole = new LinkedHashMap<>();
    private final List<String> codings;

    private StaticFile(Map<String, String> headers, byte[] plain, Map<String, byte[]> compressed) {
        codings = List.copyOf(compressed.keySet());
        Map<String, byte[]> forms = new LinkedHashMap<>(compressed);
        forms.put(AcceptEncoding.IDENTITY, plain);
        forms.forEach((coding, bytes) -> whole.put(coding, form(headers, coding, bytes)));
    }

    /**
     * A file.
     *
     * @param headers its headers, {@code Content-Type} included; those that depend on the form are added
     * @param plain its bytes. Not copied: they must not change afterwards
     * @param compressed the same by content coding, such as {@code br} and {@code gzip}, best first; empty when it is
     *     only sent as it is. Not copied either
     */
    public static StaticFile of(Map<String, String> headers, byte[] plain, Map<String, byte[]> compressed) {
        return new StaticFile(headers, plain, compressed);
    }

    /** Returns the answer to GET and HEAD: the form that the client prefers, or 304 when it has exactly that. */
    public Response answer(Request request) {
        String coding = AcceptEncoding.choose(request.headers().all("accept-encoding"), codings);
        Response found = requireNonNull(whole.get(coding));
        return isKnown(request.headers().all("if-none-match"), found.headers().get("ETag"))
                ? notModified(found)
                : found;
    }

    private Response form(Map<String, String> given, String coding, byte[] bytes) {
        Map<String, String> headers = new HashMap<>(given);
        headers.put("ETag", tag(bytes));
        if (!codings.isEmpty()) {
            headers.put("Vary", "Accept-Encoding");
        }
        if (!coding.equals(AcceptEncoding.IDENTITY)) {
            headers.put("Content-Encoding", coding);
        }
        return new Response(200, headers, bytes, true);
    }

    /** Compared without regard to {@code W/}, which proxies add (RFC 9110, section 13.1.2). */
    private static boolean isKnown(List<String> header, @Nullable String tag) {
        return header.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(item -> item.trim().replaceFirst("^W/", ""))
                .anyMatch(item -> item.equals("*") || item.equals(tag));
    }

    private static Response notModified(Response found) {
        Map<String, String> headers = new HashMap<>(found.headers());
        headers.remove("Content-Type");
        headers.remove("Content-Encoding");
        return new Response(304, headers, new byte[0]);
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + Base64.getUrlEncoder().encodeToString(digest).substring(0, TAG_CHARS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: a Java runtime that has it, as all must)", e);
        }
    }
}

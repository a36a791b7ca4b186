// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty;

import dev.rollcall.protocol.http.Headers;
import dev.rollcall.protocol.http.Response;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's half of the WebSocket handshake (RFC 6455, section 4.2), without subprotocols and extensions. */
final class Handshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final String KEY = "sec-websocket-key";
    private static final int KEY_CHARS = 24;
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Why the handshake is refused; null when it is sound. */
    static @Nullable Response refusal(HttpRequest request) {
        boolean upgradable = request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return upgradable ? refusal(new NettyHeaders(request.headers())) : Refusals.BAD_HANDSHAKE;
    }

    /** Why a GET over HTTP/1.1 with these headers is refused; null when it is sound. */
    static @Nullable Response refusal(Headers headers) {
        boolean upgrade =
                hasToken(headers.all("connection"), "upgrade") && hasToken(headers.all("upgrade"), "websocket");
        if (!upgrade || !isKey(headers.all(KEY))) {
            return Refusals.BAD_HANDSHAKE;
        }
        return headers.all("sec-websocket-version").equals(List.of(VERSION)) ? null : Refusals.WRONG_VERSION;
    }

    /** The answer to a handshake that is sound (section 4.2.2). */
    static FullHttpResponse accepted(HttpRequest request) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(new NettyHeaders(request.headers())));
        return response;
    }

    /** The proof that the handshake has been understood (section 4.2.2), for headers that are sound. */
    static String accept(Headers headers) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] proof = (headers.first(KEY) + GUID).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder().encodeToString(sha1.digest(proof));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing (expected: a Java platform that has it)", e);
        }
    }

    private static boolean hasToken(List<String> values, String token) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value -> value.trim().equalsIgnoreCase(token));
    }

    private static boolean isKey(List<String> keys) {
        if (keys.size() != 1 || keys.get(0).length() != KEY_CHARS) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

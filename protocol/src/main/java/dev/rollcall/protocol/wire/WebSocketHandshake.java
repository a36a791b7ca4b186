// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of the WebSocket handshake (RFC 6455, section 4.2), without subprotocols and extensions, so that every
 * host accepts and refuses the same.
 */
public final class WebSocketHandshake {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String VERSION = "13";
    private static final String KEY = "sec-websocket-key";
    private static final int KEY_CHARS = 24;
    private static final int KEY_BYTES = 16;

    /** Making one takes as long as using it. */
    private static final ThreadLocal<MessageDigest> SHA_1 = ThreadLocal.withInitial(WebSocketHandshake::sha1);

    private WebSocketHandshake() {}

    /** Why a GET over HTTP/1.1 with these headers is refused (section 4.2.1); null when the handshake is sound. */
    public static @Nullable Response refusal(Headers headers) {
        boolean upgrade =
                hasToken(headers.all("connection"), "upgrade") && hasToken(headers.all("upgrade"), "websocket");
        if (!upgrade || !isKey(headers.all(KEY))) {
            return HttpErrors.BAD_HANDSHAKE;
        }
        return headers.all("sec-websocket-version").equals(List.of(VERSION))
                ? null
                : HttpErrors.WRONG_WEBSOCKET_VERSION;
    }

    /** The value of {@code Sec-WebSocket-Accept} (section 4.2.2) for headers that are sound. */
    public static String accept(Headers headers) {
        byte[] proof = (headers.first(KEY) + GUID).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(SHA_1.get().digest(proof));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing (expected: a Java platform that has it)", e);
        }
    }

    /** Whether one of the words between commas is this one. */
    private static boolean hasToken(List<String> values, String token) {
        for (String value : values) {
            for (int from = 0; from <= value.length(); ) {
                int comma = value.indexOf(',', from);
                int to = comma < 0 ? value.length() : comma;
                if (value.substring(from, to).trim().equalsIgnoreCase(token)) {
                    return true;
                }
                from = to + 1;
            }
        }
        return false;
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

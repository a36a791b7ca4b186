// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import dev.rollcall.protocol.http.Headers;
import dev.rollcall.protocol.http.Request;
import dev.rollcall.protocol.http.Response;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a WebSocket handshake is sound (RFC 6455, section 4.2.1), so that every container refuses the same. */
final class Handshake {

    private static final int KEY_CHARS = 24;
    private static final int KEY_BYTES = 16;

    private Handshake() {}

    /** Why the handshake is refused; null when it is sound. */
    static @Nullable Response refusal(Request request) {
        Headers headers = request.headers();
        boolean upgrade = request.method().equals("GET")
                && hasToken(headers.all("connection"), "upgrade")
                && hasToken(headers.all("upgrade"), "websocket");
        if (!upgrade || !isKey(headers.all("sec-websocket-key"))) {
            return Refusals.BAD_HANDSHAKE;
        }
        return headers.all("sec-websocket-version").equals(List.of("13")) ? null : Refusals.WRONG_VERSION;
    }

    private static boolean hasToken(List<String> values, String token) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(value -> value.trim().toLowerCase(Locale.ROOT).equals(token));
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

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rollcall.protocol.http.Headers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The headers of a WebSocket handshake and whose it was, kept for the day the tab asks for stats over the socket. Packed into
 * one array, without those that say nothing about who the person is: this is by far the largest thing kept for such a tab.
 * Immutable.
 */
public final class Handshake {

    private static final String[] NOISE = {"accept", "sec-", "connection", "upgrade", "pragma", "cache-control"};

    /* The address, then a line for each value. */
    private final byte[] packed;

    private Handshake(byte[] packed) {
        this.packed = packed;
    }

    /** Packs headers and the client's address. */
    public static Handshake of(Headers headers, InetAddress address) {
        StringBuilder text = new StringBuilder(256).append(address.getHostAddress());
        headers.forEach((name, value) -> {
            if (!isNoise(name)) {
                text.append('\n').append(name).append(':').append(value);
            }
        });
        return new Handshake(text.toString().getBytes(ISO_8859_1));
    }

    private static boolean isNoise(String name) {
        for (String noise : NOISE) {
            if (name.startsWith(noise)) {
                return true;
            }
        }
        return false;
    }

    /** Names in lower case. */
    Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1));
        });
        return headers;
    }

    /** The client's, as text. */
    String address() {
        return lines().findFirst().orElseThrow();
    }

    private Stream<String> lines() {
        return new String(packed, ISO_8859_1).lines();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a WebSocket handshake, kept for the day the tab asks for stats over the socket. Packed into one array,
 * without those that say nothing about who the person is: this is by far the largest thing kept for such a tab. Immutable.
 */
public final class Handshake {

    private static final List<String> NOISE =
            List.of("accept", "sec-", "connection", "upgrade", "pragma", "cache-control");

    private final byte[] packed;
    private final @Nullable String address;

    private Handshake(byte[] packed, @Nullable String address) {
        this.packed = packed;
        this.address = address;
    }

    /** Packs headers (names in lower case) and the client's address. */
    public static Handshake of(Map<String, List<String>> headers, @Nullable String address) {
        StringBuilder text = new StringBuilder();
        headers.forEach((name, values) -> {
            if (NOISE.stream().noneMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
                values.forEach(
                        value -> text.append(name).append(':').append(value).append('\n'));
            }
        });
        return new Handshake(text.toString().getBytes(ISO_8859_1), address);
    }

    Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        new String(packed, ISO_8859_1).lines().forEach(line -> {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1));
        });
        return headers;
    }

    @Nullable
    String address() {
        return address;
    }
}

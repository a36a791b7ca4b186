// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rollcall.core.hook.Identity;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a WebSocket handshake for when the tab asks for stats over the socket: headers, address and identity.
 * The headers, by far the largest thing kept for such a tab, are packed into one array, without those that say nothing
 * about the person. Immutable.
 */
public class Handshake {

    private static final String[] NOISE = {"accept", "sec-", "connection", "upgrade", "pragma", "cache-control"};

    /* The address, then a line for each value. */
    private final byte[] packed;

    private Handshake(byte[] packed) {
        this.packed = packed;
    }

    /**
     * Packs the headers and the identity of a request. A value with a control character, which no HTTP parser should let
     * through, is left out, so that it cannot pass for a line of its own (CWE-93).
     *
     * @param client the address of the client, not of its proxy
     */
    public static Handshake of(Request request, InetAddress client) {
        StringBuilder text = new StringBuilder(256).append(client.getHostAddress());
        request.headers().forEach((name, value) -> {
            if (!isNoise(name) && isOneLine(name) && isOneLine(value)) {
                text.append('\n').append(name).append(':').append(value);
            }
        });
        byte[] packed = text.toString().getBytes(ISO_8859_1);
        Identity identity = request.identity();
        return identity == null ? new Handshake(packed) : new WithIdentity(packed, identity);
    }

    private static boolean isNoise(String name) {
        for (String noise : NOISE) {
            if (name.startsWith(noise)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The headers; names in lower case. A new map. */
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':', 1);
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1));
        });
        return headers;
    }

    /** The client's address, as text. */
    public String address() {
        return lines().findFirst().orElseThrow();
    }

    /** Who the host knew the request to come from; null when it knew nobody. */
    public @Nullable Identity identity() {
        return null;
    }

    private Stream<String> lines() {
        return new String(packed, ISO_8859_1).lines();
    }

    /** Most handshakes have no identity; a field that is always null would cost each of them eight bytes. */
    private static final class WithIdentity extends Handshake {

        private final Identity identity;

        WithIdentity(byte[] packed, Identity identity) {
            super(packed);
            this.identity = identity;
        }

        @Override
        public Identity identity() {
            return identity;
        }
    }
}

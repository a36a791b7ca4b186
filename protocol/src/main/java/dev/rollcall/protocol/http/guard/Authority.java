// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and a port, as in a {@code Host} header or after the scheme of an origin (RFC 3986, section 3.2, without user
 * information). Immutable.
 *
 * @param host in lower case; IPv6 in brackets
 * @param port 1 to 65535, or {@value #NO_PORT} when none was named
 */
record Authority(String host, int port) {

    static final int NO_PORT = -1;

    private static final int MAX_LENGTH = 300;

    /** Reads {@code host[:port]}; null when it is anything else. */
    static @Nullable Authority parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return null;
        }
        int hostEnd = text.charAt(0) == '[' ? text.indexOf(']') + 1 : until(text, ':');
        if (hostEnd < 1 || !isHost(text, hostEnd)) {
            return null;
        }
        String host = text.substring(0, hostEnd).toLowerCase(Locale.ROOT);
        if (hostEnd == length) {
            return new Authority(host, NO_PORT);
        }
        int port = text.charAt(hostEnd) == ':' ? port(text, hostEnd + 1) : 0;
        return port == 0 ? null : new Authority(host, port);
    }

    /** The same with the port a scheme stands for, where none was named. */
    Authority withDefaultPort(String scheme) {
        if (port != NO_PORT) {
            return this;
        }
        return switch (scheme) {
            case "http" -> new Authority(host, 80);
            case "https" -> new Authority(host, 443);
            default -> this;
        };
    }

    private static boolean isHost(String text, int end) {
        boolean v6 = text.charAt(0) == '[';
        int from = v6 ? 1 : 0;
        int to = v6 ? end - 1 : end;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean fits =
                    v6 ? c == ':' || c == '.' || isHex(c) : c == '-' || c == '.' || c == '_' || isAlphanumeric(c);
            if (!fits) {
                return false;
            }
        }
        return to > from;
    }

    private static int port(String text, int from) {
        int digits = text.length() - from;
        if (digits < 1 || digits > 5) {
            return 0;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            port = port * 10 + digit;
        }
        return port > 65535 ? 0 : port;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static int until(String text, char c) {
        int at = text.indexOf(c);
        return at < 0 ? text.length() : at;
    }
}

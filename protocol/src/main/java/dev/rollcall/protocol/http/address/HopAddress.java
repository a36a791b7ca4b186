// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads an address in any of the ways proxies write it: bare, quoted, in brackets, with a port. Pure functions. */
final class HopAddress {

    // Longer than any address with brackets, quotes and port.
    private static final int MAX_ENTRY = 64;

    private HopAddress() {}

    /** Returns the address; null when the text is none. */
    static @Nullable InetAddress parse(String entry) {
        if (entry.length() > MAX_ENTRY) {
            return null;
        }
        String text = unquoted(entry.trim());
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            return bracket > 0 && isPortOrNothing(text, bracket + 1)
                    ? IpLiteral.parse(text.substring(1, bracket))
                    : null;
        }
        int colon = text.indexOf(':');
        boolean withPort = colon >= 0 && text.indexOf('.') >= 0 && text.lastIndexOf(':') == colon;
        if (withPort && !isPortOrNothing(text, colon)) {
            return null;
        }
        return IpLiteral.parse(withPort ? text.substring(0, colon) : text);
    }

    /** Returns the address after {@code for=} in an element of {@code Forwarded} (RFC 7239, section 4); null when none. */
    static @Nullable InetAddress parseForwarded(String element) {
        for (String pair : element.split(";", MAX_ENTRY)) {
            String text = pair.trim();
            if (text.regionMatches(true, 0, "for=", 0, 4)) {
                return parse(text.substring(4));
            }
        }
        return null;
    }

    private static String unquoted(String text) {
        int last = text.length() - 1;
        return last > 0 && text.charAt(0) == '"' && text.charAt(last) == '"' ? text.substring(1, last) : text;
    }

    private static boolean isPortOrNothing(String text, int from) {
        int length = text.length();
        if (from == length) {
            return true;
        }
        if (text.charAt(from) != ':' || length - from > 6 || length - from < 2) {
            return false;
        }
        for (int i = from + 1; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}

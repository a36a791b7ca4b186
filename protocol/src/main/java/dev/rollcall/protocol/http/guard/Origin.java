// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a page came from (RFC 6454, section 7): scheme, host, port. Two are equal when a browser would say so. Immutable.
 *
 * @param scheme in lower case
 * @param authority with the scheme's default port filled in
 */
record Origin(String scheme, Authority authority) {

    private static final int MAX_SCHEME = 32;

    /** Reads {@code scheme://host[:port]}; null when it is anything else, {@code null} the word included. */
    static @Nullable Origin parse(String text) {
        int colon = text.indexOf("://");
        if (colon < 1 || colon > MAX_SCHEME || !isScheme(text, colon)) {
            return null;
        }
        Authority authority = Authority.parse(text.substring(colon + 3));
        if (authority == null) {
            return null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        return new Origin(scheme, authority.withDefaultPort(scheme));
    }

    // RFC 3986, section 3.1. Not only http: apps in a web view come as capacitor://localhost.
    private static boolean isScheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return true;
    }
}

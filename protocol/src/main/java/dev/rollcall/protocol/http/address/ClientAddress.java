// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the address of the browser behind a request. A trusted proxy is believed, in this order:
 * {@code cf-connecting-ip}, {@code x-forwarded-for}, {@code x-real-ip}; what cannot be read counts as absent. Of anyone
 * else the socket's own address is taken. Never looks a name up. Immutable, thread-safe.
 */
public final class ClientAddress {

    /** How many entries of {@code x-forwarded-for} are looked at, from the right; with more it counts as unreadable. */
    public static final int MAX_HOPS = 32;

    // Longer than any address with brackets, quotes and port.
    private static final int MAX_ENTRY = 64;

    private final TrustedProxies proxies;

    /** With the peers that are believed. */
    public ClientAddress(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** The browser's address, as far as it can be known; an IPv4-mapped one comes as IPv4. */
    public InetAddress of(Request request) {
        InetAddress peer = IpLiteral.unmapped(request.peer());
        if (!proxies.contains(peer)) {
            return peer;
        }
        Headers headers = request.headers();
        InetAddress address = single(headers.all("cf-connecting-ip"));
        if (address == null) {
            address = forwarded(headers.all("x-forwarded-for"));
        }
        if (address == null) {
            address = single(headers.all("x-real-ip"));
        }
        return address == null ? peer : address;
    }

    // When there are two of them, one came from a stranger and nobody knows which.
    private static @Nullable InetAddress single(List<String> values) {
        return values.size() == 1 ? entry(values.get(0), 0, values.get(0).length()) : null;
    }

    /**
     * Walks from the right, where our own proxies wrote, to the first address that is not one of them. If all are, the
     * leftmost: the browser is in the private network too. An unreadable entry ends it: what is left of it may have been
     * written by the browser itself.
     */
    private @Nullable InetAddress forwarded(List<String> values) {
        InetAddress last = null;
        int hops = 0;
        for (int i = values.size() - 1; i >= 0; i--) {
            String value = values.get(i);
            for (int to = value.length(); to >= 0; ) {
                int comma = value.lastIndexOf(',', to - 1);
                if (++hops > MAX_HOPS) {
                    return null;
                }
                if (!isBlank(value, comma + 1, to)) {
                    last = entry(value, comma + 1, to);
                    if (last == null || !proxies.contains(last)) {
                        return last;
                    }
                }
                to = comma;
            }
        }
        return last;
    }

    // Empty elements of a list are to be ignored (RFC 9110, section 5.6.1.2).
    private static boolean isBlank(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value.charAt(i) != ' ' && value.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Reads an address in any of the ways proxies write it: bare, quoted, in brackets, with a port. */
    private static @Nullable InetAddress entry(String value, int from, int to) {
        if (to - from > MAX_ENTRY) {
            return null;
        }
        String text = unquoted(value.substring(from, to).trim());
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

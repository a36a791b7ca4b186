// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import dev.rollcall.protocol.http.address.Client.How;
import dev.rollcall.protocol.wire.Headers;
import dev.rollcall.protocol.wire.Request;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of the browser behind a request. From a trusted proxy the listed headers are believed, in their
 * order; one that cannot be read counts as absent. For anyone else the socket's own address is used. Never looks up a
 * name. Immutable, thread-safe.
 */
public final class ClientAddress {

    /** How many entries of a list are looked at, from the right; with more it counts as unreadable. */
    public static final int MAX_HOPS = 32;

    private final TrustedProxies proxies;
    private final List<String> headers;

    /** Makes one from the peers that are believed, and the headers that they are believed in. */
    public ClientAddress(TrustedProxies proxies, ProxyHeaders headers) {
        this.proxies = proxies;
        this.headers = headers.names();
    }

    /** The browser's address, as far as it can be known; an IPv4-mapped one comes as IPv4. */
    public InetAddress of(Request request) {
        return client(request).address();
    }

    /** The browser's address, and how it was found. */
    public Client client(Request request) {
        InetAddress peer = IpLiteral.unmapped(request.peer());
        if (!proxies.contains(peer)) {
            return new Client(peer, How.SOCKET);
        }
        boolean named = false;
        for (String header : headers) {
            List<String> values = request.headers().all(header);
            named |= !values.isEmpty();
            InetAddress address = read(header, values);
            if (address != null) {
                return new Client(address, How.HEADER);
            }
        }
        if (named) {
            return new Client(peer, How.UNREADABLE);
        }
        return new Client(peer, namesSomebody(request.headers()) ? How.UNLISTED : How.SOCKET);
    }

    private @Nullable InetAddress read(String header, List<String> values) {
        return switch (header) {
            case ProxyHeaders.X_FORWARDED_FOR -> last(values, false);
            case ProxyHeaders.FORWARDED -> last(values, true);
            // When there are two of them, one came from a stranger and nobody knows which.
            default -> values.size() == 1 ? HopAddress.parse(values.get(0)) : null;
        };
    }

    private static boolean namesSomebody(Headers headers) {
        for (String header : ProxyHeaders.WELL_KNOWN) {
            if (headers.first(header) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Walks from the right, where our own proxies wrote, to the first address that is not one of them. If all are,
     * takes the leftmost: the browser is in the private network too. An unreadable entry ends the walk: anything to its
     * left may have been written by the browser itself.
     */
    private @Nullable InetAddress last(List<String> values, boolean forwarded) {
        InetAddress last = null;
        int hops = 0;
        for (int i = values.size() - 1; i >= 0; i--) {
            String value = values.get(i);
            for (int to = value.length(); to >= 0; ) {
                int comma = value.lastIndexOf(',', to - 1);
                if (++hops > MAX_HOPS) {
                    return null;
                }
                String entry = value.substring(comma + 1, to).trim();
                if (!entry.isEmpty()) { // empty elements of a list are to be ignored (RFC 9110, section 5.6.1.2)
                    last = forwarded ? HopAddress.parseForwarded(entry) : HopAddress.parse(entry);
                    if (last == null || !proxies.contains(last)) {
                        return last;
                    }
                }
                to = comma;
            }
        }
        return last;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;

/**
 * Who is at the other end of a request, as far as it can be known.
 *
 * @param address the address; an IPv4-mapped one as IPv4
 * @param how where it was found
 */
public record Client(InetAddress address, How how) {

    /** Where an address was found. */
    public enum How {
        /** It is the socket's own, and nothing says that somebody else is behind it. */
        SOCKET,
        /** A trusted proxy names it in a header that is listed. */
        HEADER,
        /** It is the socket's own, and a listed header says something that cannot be read. */
        UNREADABLE,
        /** It is the socket's own, and a trusted proxy names somebody in a header that is not listed. */
        UNLISTED
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The key that an address is counted under: an IPv4 address itself, or the /64 network of an IPv6 address, which is
 * what one customer or machine is given (RFC 6177). Pure functions.
 */
public final class AddressKey {

    // IPv4 takes the place of ff00::/8, multicast, which is never a sender.
    private static final long V4 = 0xff00_0000_0000_0000L;

    private AddressKey() {}

    /** Returns the key of an address; an IPv4-mapped one counts as IPv4. */
    public static long of(InetAddress address) {
        byte[] bytes = IpLiteral.unmapped(address).getAddress();
        long key = bytes.length == 4 ? V4 : 0;
        int used = Math.min(bytes.length, Long.BYTES);
        for (int i = 0; i < used; i++) {
            key ^= (bytes[i] & 0xffL) << (8 * (used - 1 - i));
        }
        return key;
    }

    /**
     * Returns the key of an address in text. Never asks a name server.
     *
     * @param address null when it is not known; that, and any text that is not an address, counts as one address
     */
    public static long of(@Nullable String address) {
        InetAddress read = address == null ? null : IpLiteral.parse(address);
        return read == null ? 0 : of(read);
    }
}

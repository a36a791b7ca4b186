// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;

/**
 * What counts as one address wherever something is limited per address: an IPv4 address, or the /64 network of an IPv6
 * address, which is what one household or machine is given.
 */
public final class AddressKey {

    // IPv4 in the place of ff00::/8, multicast, which is never a sender.
    private static final long V4 = 0xff00_0000_0000_0000L;

    private AddressKey() {}

    /** Returns a number that is the same for addresses that count as one, and different for all others. */
    public static long of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long key = bytes.length == 4 ? V4 : 0;
        int used = Math.min(bytes.length, Long.BYTES);
        for (int i = 0; i < used; i++) {
            key ^= (bytes[i] & 0xffL) << (8 * (used - 1 - i));
        }
        return key;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A range of addresses that share their first bits (RFC 4632). Immutable. */
final class Cidr {

    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits}, or an address alone, which is a range of one. Bits beyond the prefix are ignored. A range
     * of IPv4-mapped addresses ({@code ::ffff:10.0.0.0/104}) is the IPv4 range.
     *
     * @return null when the text is neither
     */
    static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = IpLiteral.parse(literal);
        if (address == null) {
            return null;
        }
        byte[] network = address.getAddress();
        int max = 8 * network.length;
        int mapped = max == 32 && literal.indexOf(':') >= 0 ? 96 : 0;
        int bits = slash < 0 ? max : number(text.substring(slash + 1)) - mapped;
        return bits < 0 || bits > max ? null : new Cidr(network, bits);
    }

    /** Whether an address, as its 4 or 16 bytes, is in the range. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || (((address[whole] ^ network[whole]) & 0xff) >> (8 - rest)) == 0;
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}

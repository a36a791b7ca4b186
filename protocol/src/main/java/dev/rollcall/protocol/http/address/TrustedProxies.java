// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers that are believed about where a request came from: a set of address ranges. Also used for other sets of
 * addresses, such as those exempt from limits. Immutable, thread-safe.
 */
public final class TrustedProxies {

    private static final List<String> PRIVATE_RANGES = List.of(
            "127.0.0.0/8",
            "::1",
            "10.0.0.0/8", // RFC 1918
            "100.64.0.0/10", // RFC 6598: shared by a provider's customers, and by load balancers of clouds
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16", // RFC 3927
            "fc00::/7", // RFC 4193
            "fe80::/10"); // RFC 4291, section 2.5.6

    private static final TrustedProxies PRIVATE = parse(PRIVATE_RANGES);
    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final Cidr[] ranges;

    private TrustedProxies(List<Cidr> ranges) {
        this.ranges = ranges.toArray(new Cidr[0]);
    }

    /** Loopback, private and link-local ranges: the default. */
    public static TrustedProxies privateRanges() {
        return PRIVATE;
    }

    /** Nobody. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * Reads the setting.
     *
     * @param entries addresses, ranges ({@code 203.0.113.0/24}, {@code 2001:db8::/32}), or {@code private} for
     *     {@link #privateRanges}; or {@code none}, alone. Nothing means nobody
     * @throws IllegalArgumentException naming every entry that is none of these
     */
    public static TrustedProxies parse(List<String> entries) {
        List<Cidr> ranges = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.trim();
            Cidr range = Cidr.parse(text);
            if (range != null) {
                ranges.add(range);
            } else if (text.equals("private")) {
                ranges.addAll(List.of(PRIVATE.ranges));
            } else if (!text.equals("none") || entries.size() > 1) {
                bad.add(text);
            }
        }
        if (!bad.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", bad)
                    + " (expected: addresses or ranges such as 203.0.113.7, 10.0.0.0/8, 2001:db8::/32, or private,"
                    + " or none alone)");
        }
        return new TrustedProxies(ranges);
    }

    /** Whether an address is one of them. An IPv4-mapped IPv6 address counts as IPv4. */
    public boolean contains(InetAddress address) {
        byte[] bytes = IpLiteral.unmapped(address).getAddress();
        for (Cidr range : ranges) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }
}

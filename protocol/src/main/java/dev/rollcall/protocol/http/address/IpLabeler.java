// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Turns an address into what may be kept and shown, by {@link IpTracking}. For the keys of {@link IpTracking#HASHED}
 * see {@link DayKeys}. Thread-safe.
 */
public final class IpLabeler {

    private static final String ALGORITHM = "HmacSHA256";
    // 64 bits: among a million addresses two look the same with a chance of 1 in 37 million.
    private static final int HASH_BYTES = 8;

    private final IpTracking mode;
    private final DayKeys keys;

    /**
     * A labeler.
     *
     * @param keys used for {@link IpTracking#HASHED} alone
     */
    public IpLabeler(IpTracking mode, DayKeys keys) {
        this.mode = mode;
        this.keys = keys;
    }

    /**
     * Returns what is kept of an address.
     *
     * @return {@code 203.0.113.7}, {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}, or 16 hexadecimal digits; null when
     *     tracking is off
     */
    public @Nullable String label(InetAddress address) {
        return switch (mode) {
            case OFF -> null;
            case FULL -> IpLiteral.format(IpLiteral.unmapped(address));
            case TRUNCATED -> truncated(IpLiteral.unmapped(address).getAddress());
            case HASHED -> hashed(IpLiteral.unmapped(address).getAddress());
        };
    }

    /** As {@link #label(InetAddress)}, for an address as text; null also when it is not an address. */
    public @Nullable String label(@Nullable String address) {
        InetAddress read = mode == IpTracking.OFF || address == null ? null : IpLiteral.parse(address);
        return read == null ? null : label(read);
    }

    private static String truncated(byte[] bytes) {
        int kept = bytes.length == 4 ? 3 : 6;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        return IpLiteral.format(IpLiteral.address(bytes)) + '/' + 8 * kept;
    }

    private String hashed(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(keys.today());
            return HexFormat.of().formatHex(mac.doFinal(bytes), 0, HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ": not offered by this Java runtime", e);
        }
    }
}

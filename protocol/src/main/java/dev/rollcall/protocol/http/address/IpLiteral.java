// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text. Reads nothing but literals, so that a stranger's text never causes a DNS lookup, as
 * {@link InetAddress#getByName} might. Pure functions that never throw.
 */
public final class IpLiteral {

    // Six groups of four digits and a dotted quad.
    private static final int MAX_LENGTH = 45;
    private static final int GROUPS = 8;

    private IpLiteral() {}

    /**
     * Reads an IPv4 address of four decimal numbers, or an IPv6 address (RFC 4291, section 2.2) without brackets or zone.
     * An IPv4-mapped one becomes IPv4.
     *
     * @return null when the text is neither
     */
    public static @Nullable InetAddress parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        byte[] bytes = text.indexOf(':') >= 0 ? v6(text) : v4(text, 0);
        return bytes == null ? null : address(bytes);
    }

    /** An address from 4 or 16 bytes. */
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    /** The same address, as IPv4 when it is IPv4-mapped (some native transports report those as IPv6), without a zone. */
    static InetAddress unmapped(InetAddress address) {
        // getByAddress itself turns mapped ones into IPv4.
        return address instanceof Inet4Address ? address : address(address.getAddress());
    }

    /** The text of an address: IPv6 in the short form of RFC 5952, without a zone. */
    static String format(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] gap = longestZeros(bytes);
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap[0]) {
                text.append("::");
                i += gap[1] - 1;
                continue;
            }
            if (i > 0 && i != gap[0] + gap[1]) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    /** Where the longest run of two or more zero groups begins, and its length; no group's index if there is none. */
    private static int[] longestZeros(byte[] bytes) {
        int[] longest = {-1, 1};
        for (int i = 0, run = 0; i < GROUPS; i++) {
            run = group(bytes, i) == 0 ? run + 1 : 0;
            if (run > longest[1]) {
                longest[0] = i - run + 1;
                longest[1] = run;
            }
        }
        return longest;
    }

    private static int group(byte[] bytes, int i) {
        return ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }

    private static byte @Nullable [] v4(String text, int from) {
        byte[] bytes = new byte[4];
        int at = from;
        for (int i = 0; i < bytes.length; i++) {
            int dot = i < 3 ? text.indexOf('.', at) : text.length();
            int part = number(text, at, dot);
            if (part < 0) {
                return null;
            }
            bytes[i] = (byte) part;
            at = dot + 1;
        }
        return bytes;
    }

    /** A number of 0 to 255 without leading zeros (some read those as octal); -1 when it is none. */
    private static int number(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > 255 ? -1 : number;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        byte[] bytes = new byte[2 * GROUPS];
        if (gap < 0) {
            return groups(text, 0, text.length(), bytes) == GROUPS ? bytes : null;
        }
        int head = groups(text, 0, gap, bytes);
        byte[] end = new byte[2 * GROUPS];
        int tail = groups(text, gap + 2, text.length(), end);
        if (head < 0 || tail < 0 || head + tail >= GROUPS) {
            return null;
        }
        System.arraycopy(end, 0, bytes, 2 * (GROUPS - tail), 2 * tail);
        return bytes;
    }

    /** Reads groups divided by single colons, the last maybe a dotted quad. Their number; -1 when they are malformed. */
    private static int groups(String text, int from, int to, byte[] into) {
        int count = 0;
        for (int at = from; at < to || at > from; count++) {
            int colon = text.indexOf(':', at);
            int end = colon < 0 || colon > to ? to : colon;
            if (count == GROUPS) {
                return -1;
            }
            int dot = text.indexOf('.', at);
            if (end == to && dot >= 0 && dot < to) {
                return quad(text, at, to, into, count);
            }
            int group = hex(text, at, end);
            if (group < 0) {
                return -1;
            }
            into[2 * count] = (byte) (group >> 8);
            into[2 * count + 1] = (byte) group;
            if (end == to) {
                return count + 1;
            }
            at = end + 1;
        }
        return count;
    }

    private static int quad(String text, int at, int to, byte[] into, int count) {
        byte[] quad = count <= GROUPS - 2 && to == text.length() ? v4(text, at) : null;
        if (quad == null) {
            return -1;
        }
        System.arraycopy(quad, 0, into, 2 * count, quad.length);
        return count + 2;
    }

    private static int hex(String text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http.address;

/** How much of an address is kept and shown. In memory only, in every mode. */
public enum IpTracking {
    /** Nothing; the default. */
    OFF,
    /** The address. */
    FULL,
    /** The network: the first 24 bits of IPv4, the first 48 of IPv6. */
    TRUNCATED,
    /** A word that stays the same for an address during one day (UTC), and cannot be traced back without the key. */
    HASHED
}

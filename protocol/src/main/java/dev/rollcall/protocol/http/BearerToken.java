// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.http;

import org.jspecify.annotations.Nullable;

/** The form of the tokens that admins make, as used in an {@code Authorization} header. Pure functions. */
public final class BearerToken {

    /** The prefix of tokens, so that people and programs that look for leaked secrets recognise them. */
    public static final String PREFIX = "rct_";

    private BearerToken() {}

    /**
     * Returns the SHA-256 of the token in a header, in hexadecimal digits: what may be remembered of it.
     *
     * @param header the header's value; null when there is none
     * @return null when it holds no such token
     */
    public static @Nullable String digest(@Nullable String header) {
        int at = header == null ? -1 : header.indexOf(PREFIX);
        return header == null || at < 0 ? null : Sha256.hex(header.substring(at).strip());
    }
}

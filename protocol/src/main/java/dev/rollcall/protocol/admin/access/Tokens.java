// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import dev.rollcall.protocol.http.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Tokens of 256 random bits, as 43 characters of base64url, and the SHA-256 by which they are kept. Stateless. */
public final class Tokens {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int CHARS = 43;

    private Tokens() {}

    /** Makes one. */
    public static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns whether a text may be a token at all. */
    public static boolean isOne(String text) {
        return text.length() == CHARS;
    }

    /** Returns the SHA-256 of a token, in 64 hexadecimal digits. */
    public static String digest(String token) {
        return Sha256.hex(token);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What strangers present to be let in, read with care. Stateless. */
public final class Credentials {

    /** Longer tokens are refused before anything is computed. A browser's cookie has at most about 4,096 characters. */
    public static final int MAX_CHARS = 8192;

    private static final String BEARER = "bearer";

    private Credentials() {}

    /** The token of a {@code Bearer} header (RFC 6750, section 2.1; RFC 9110: the scheme's case does not matter), or null. */
    public static @Nullable String bearer(@Nullable String header) {
        if (header == null || header.length() > MAX_CHARS || !hasBearerScheme(header.strip())) {
            return null;
        }
        return nullIfEmpty(header.strip().substring(BEARER.length()).strip());
    }

    /** As {@link #bearer}, but a header without that scheme is itself the token. */
    static @Nullable String bearerOrBare(@Nullable String header) {
        if (header == null || header.length() > MAX_CHARS) {
            return null;
        }
        return hasBearerScheme(header.strip()) ? bearer(header) : nullIfEmpty(header.strip());
    }

    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static boolean hasBearerScheme(String stripped) {
        return stripped.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (stripped.length() == BEARER.length() || stripped.charAt(BEARER.length()) == ' ');
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.admin.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads credentials that strangers present, within fixed bounds. Stateless. */
public final class Credentials {

    /**
     * The longest token that is looked at, in characters. Longer ones are refused before anything is computed. A
     * browser's cookie has at most about 4,096 characters.
     */
    public static final int MAX_CHARS = 8192;

    private static final String BEARER = "bearer";

    /** Names of authentication schemes (the IANA registry, and others in use): such a name alone is not a secret. */
    private static final Set<String> SCHEMES = Set.of(
            BEARER,
            "apikey",
            "aws4-hmac-sha256",
            "basic",
            "concealed",
            "digest",
            "dpop",
            "gnap",
            "hawk",
            "hoba",
            "kerberos",
            "mutual",
            "negotiate",
            "ntlm",
            "oauth",
            "privatetoken",
            "scram-sha-1",
            "scram-sha-256",
            "token",
            "vapid");

    private Credentials() {}

    /**
     * Returns the token of an {@code Authorization: Bearer} header (RFC 6750, section 2.1). The case of the scheme does not
     * matter (RFC 9110, section 11.1).
     *
     * @param header the header's value; null when there is no such header
     * @return the token; null when there is none, when the scheme is another one, or when the value has more than
     *     {@link #MAX_CHARS} characters
     */
    public static @Nullable String bearer(@Nullable String header) {
        if (header == null || header.length() > MAX_CHARS || !hasBearerScheme(header.strip())) {
            return null;
        }
        return nullIfEmpty(header.strip().substring(BEARER.length()).strip());
    }

    /**
     * As {@link #bearer}, but a header that cannot have another scheme is itself the token: one word (RFC 9110, section
     * 11.4, requires a blank between scheme and parameters) that is not a scheme's name.
     */
    static @Nullable String bearerOrBare(@Nullable String header) {
        if (header == null || header.length() > MAX_CHARS) {
            return null;
        }
        String text = header.strip();
        if (hasBearerScheme(text)) {
            return bearer(text);
        }
        boolean other =
                text.indexOf(' ') >= 0 || text.indexOf('\t') >= 0 || SCHEMES.contains(text.toLowerCase(Locale.ROOT));
        return other ? null : nullIfEmpty(text);
    }

    /**
     * Whether something that is not one of our secrets was meant to be one. A JWT is for another authorizer, or comes
     * from a proxy that signs people in; its owner must not be slowed down for it.
     *
     * @param presented what was presented; null when nothing was
     */
    public static boolean isGuess(@Nullable String presented) {
        return presented != null && !(presented.startsWith("eyJ") && presented.indexOf('.') > 0);
    }

    /**
     * Returns the SHA-256 digest of a text's UTF-8 bytes: what is remembered of a token instead of the token itself.
     *
     * @return 32 bytes
     */
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

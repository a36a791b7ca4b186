// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.auth.iron;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.protocol.admin.access.Credentials;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A sealed text in the format {@code Fe26.2} of iron, iron-webcrypto and h3's sessions, with their default algorithms:
 * AES-256-CBC, HMAC-SHA256 and 256-bit salts. Immutable.
 *
 * <p>Stars separate the eight parts: prefix, password id, salt of the encryption key, IV, data, expiry, salt of the
 * integrity key, MAC. The MAC covers the text of the first six parts. Keys are derived from the password with
 * PBKDF2-HMAC-SHA1 (RFC 8018, section 5.2); the salt is the hex text itself, not the bytes that it encodes.
 */
final class IronSeal {

    /** The {@link #expiryMillis} of a seal that does not expire. */
    static final long NEVER = Long.MAX_VALUE;

    private static final String B64 = "[A-Za-z0-9_-]";
    private static final String SALT = "([0-9a-f]{64})";
    private static final Pattern FORM =
            Pattern.compile("(?<signed>Fe26\\.2\\*(?<id>\\w{0,64})\\*" + SALT + "\\*(?<iv>" + B64 + "{22})\\*(?<data>"
                    + B64 + "++)\\*(?<expiry>[0-9]{0,15}))\\*" + SALT + "\\*(?<mac>" + B64 + "{43})");
    private static final int KEY_BITS = 256;

    private final String signed;
    private final String passwordId;
    private final String encryptionSalt;
    private final String iv;
    private final String data;
    private final long expiryMillis;
    private final String integritySalt;
    private final String mac;

    private IronSeal(Matcher parts) {
        this.signed = parts.group("signed");
        this.passwordId = parts.group("id");
        this.encryptionSalt = parts.group(3);
        this.iv = parts.group("iv");
        this.data = parts.group("data");
        String expiry = parts.group("expiry");
        this.expiryMillis = expiry.isEmpty() ? NEVER : Long.parseLong(expiry);
        this.integritySalt = parts.group(7);
        this.mac = parts.group("mac");
    }

    /**
     * Splits a seal into its parts, without any cryptography.
     *
     * @return the seal; null if the text does not have this form or has more than 8,192 characters
     */
    static @Nullable IronSeal parse(String text) {
        if (text.length() > Credentials.MAX_CHARS) {
            return null;
        }
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? new IronSeal(parts) : null;
    }

    /** Returns the id of the password that the seal claims to use; empty if it names none. */
    String passwordId() {
        return passwordId;
    }

    /** Returns when the seal claims to expire, in milliseconds since the epoch; {@link #NEVER} if it does not. */
    long expiryMillis() {
        return expiryMillis;
    }

    /**
     * Verifies the MAC and then decrypts the data. Derives two keys, or one if the MAC is wrong. A derivation takes some
     * microseconds at 1 iteration and some milliseconds at 8,192.
     *
     * @param password the password
     * @param iterations the iterations of PBKDF2
     * @return the sealed data; null if it was sealed with another password or other iterations, or was changed afterwards
     */
    byte @Nullable [] open(String password, int iterations) {
        try {
            byte[] expected = Base64.getUrlEncoder().withoutPadding().encode(macOf(password, iterations));
            // Compares texts, not decoded bytes: several texts decode to the same bytes, and only one was sealed.
            if (!MessageDigest.isEqual(expected, mac.getBytes(US_ASCII))) {
                return null;
            }
            return decrypt(key(password, encryptionSalt, iterations));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private byte[] macOf(String password, int iterations) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(key(password, integritySalt, iterations), "HmacSHA256"));
        return hmac.doFinal(signed.getBytes(US_ASCII));
    }

    private byte[] decrypt(byte[] key) throws GeneralSecurityException {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(base64.decode(iv)));
        return cipher.doFinal(base64.decode(data));
    }

    private static byte[] key(String password, String salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt.getBytes(US_ASCII), iterations, KEY_BITS);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(spec)
                .getEncoded();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.tab.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Lets a tab, and nobody else, act for its connection: the public id, signed with a key that only this process knows
 * (HMAC-SHA256, RFC 2104, cut to 128 bits). Nothing is kept per connection. A polling tab also gets the number of the
 * answer, with which its next poll confirms that it has read it. Thread-safe.
 */
public final class ConnectionProof {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF_BYTES = 16;
    static final int MAX_LENGTH = 128;

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    /** Makes a new random key. */
    public ConnectionProof() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Returns what the tab is given: id, dot, proof. */
    public String issue(String id) {
        return id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(proof(id));
    }

    /**
     * Returns what a polling tab is given with an answer: the same, another dot, and the answer's number.
     *
     * @param answer 1 or more
     */
    public String issue(String id, int answer) {
        return issue(id) + "." + answer;
    }

    /** Returns the id in what a tab presents; null when the proof is not one of this process. */
    @Nullable
    public String verify(String presented) {
        int dot = presented.indexOf('.');
        if (dot <= 0 || presented.length() > MAX_LENGTH) {
            return null;
        }
        String id = presented.substring(0, dot);
        byte[] expected = Base64.getUrlEncoder().withoutPadding().encode(proof(id));
        byte[] given = withoutNumber(presented).substring(dot + 1).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected, given) ? id : null;
    }

    /**
     * Returns the number of the answer that a tab presents.
     *
     * @return {@link Long#MAX_VALUE} when it presents none, as does a tab that has read everything
     */
    public static long answer(String presented) {
        String number = presented.substring(withoutNumber(presented).length());
        if (number.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Integer.parseInt(number, 1, number.length(), 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns what a tab presents up to the second dot. */
    static String withoutNumber(String presented) {
        int second = presented.indexOf('.', presented.indexOf('.') + 1);
        return presented.indexOf('.') < 0 || second < 0 ? presented : presented.substring(0, second);
    }

    private byte[] proof(String id) {
        return Arrays.copyOf(macs.get().doFinal(id.getBytes(US_ASCII)), PROOF_BYTES);
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e); // every Java must have it
        }
    }
}

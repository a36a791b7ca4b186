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
 * (HMAC-SHA256, RFC 2104, cut to 128 bits). Nothing is kept per connection. Thread-safe.
 */
public final class ConnectionProof {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PROOF_BYTES = 16;
    private static final int MAX_LENGTH = 128;

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

    /** Returns the id in what a tab presents; null when the proof is not one of this process. */
    @Nullable
    public String verify(String presented) {
        int dot = presented.indexOf('.');
        if (dot <= 0 || presented.length() > MAX_LENGTH) {
            return null;
        }
        String id = presented.substring(0, dot);
        byte[] expected = Base64.getUrlEncoder().withoutPadding().encode(proof(id));
        byte[] given = presented.substring(dot + 1).getBytes(US_ASCII);
        return MessageDigest.isEqual(expected, given) ? id : null;
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

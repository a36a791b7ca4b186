// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signatures (HMAC-SHA256, RFC 2104) with a key that all nodes share, put in front of what is signed. Thread-safe. */
final class ClusterSeal {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final Runnable forged;
    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    /** @param forged called for everything that is not signed with the key, on any thread */
    ClusterSeal(String key, Runnable forged) {
        this.key = new SecretKeySpec(key.getBytes(UTF_8), ALGORITHM);
        this.forged = forged;
    }

    /** @param use what it is for; no use is a prefix of another, so that one thing cannot be passed off as another */
    byte[] sign(byte[] use, byte[] content) {
        byte[] signed = Arrays.copyOf(mac(use, content), BYTES + content.length);
        System.arraycopy(content, 0, signed, BYTES, content.length);
        return signed;
    }

    /** Returns the content; null when it was not signed with the key for this use. */
    byte @Nullable [] open(byte[] use, byte[] signed) {
        if (signed.length >= BYTES) {
            byte[] content = Arrays.copyOfRange(signed, BYTES, signed.length);
            if (MessageDigest.isEqual(mac(use, content), Arrays.copyOf(signed, BYTES))) {
                return content;
            }
        }
        forged.run();
        return null;
    }

    private byte[] mac(byte[] use, byte[] content) {
        Mac mac = macs.get();
        mac.update(use);
        return mac.doFinal(content);
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

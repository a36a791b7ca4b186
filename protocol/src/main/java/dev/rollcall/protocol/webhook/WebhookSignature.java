// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent. Immutable, thread-safe. */
final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String BASE64 = "base64:";

    private final SecretKeySpec key;

    /** @param key as the setting {@code webhook-key} has it: text, or base64 after {@code base64:} */
    WebhookSignature(String key) {
        byte[] bytes = key.startsWith(BASE64)
                ? Base64.getDecoder().decode(key.substring(BASE64.length()))
                : key.getBytes(StandardCharsets.UTF_8);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Returns the header for a body: {@code t=<seconds>,v1=<hexadecimal>}, where {@code v1} is the HMAC-SHA256 of the seconds,
     * a dot and the body.
     *
     * @param seconds when it is sent, since the epoch; receivers refuse what is too old, so that nobody can send it again
     */
    String header(long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a receiver checks what it is sent; shown in docs/rollouts.md. */
final class WebhookReceiver {

    private WebhookReceiver() {}

    // docs/rollouts.md begins
    /** Whether a request comes from Rollcall and is at most five minutes old. The body is needed as it came, byte for byte. */
    static boolean isGenuine(String signature, byte[] body, String key, Instant now) throws GeneralSecurityException {
        Matcher parts = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})").matcher(signature);
        if (!parts.matches() || Math.abs(now.getEpochSecond() - Long.parseLong(parts.group(1))) > 300) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
        mac.update((parts.group(1) + ".").getBytes(UTF_8));
        return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(parts.group(2)));
    }
    // docs/rollouts.md ends
}

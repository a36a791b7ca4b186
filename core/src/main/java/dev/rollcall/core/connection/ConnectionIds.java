// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Public connection ids: 16 bytes as 22 characters of base64url. They hold the node, the slot in its registry and a
 * random number, so that the connection is found without a map. The slot is masked, because otherwise every visitor could
 * read from his own id how busy the site is. ConnectionIds prove nothing, so they need no secure randomness. Thread-safe.
 */
final class ConnectionIds {

    private static final int LENGTH = 22;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final int node;
    private final long mask;

    ConnectionIds() {
        SecureRandom random = new SecureRandom();
        node = random.nextInt();
        mask = random.nextLong();
    }

    long newNonce() {
        return ThreadLocalRandom.current().nextLong();
    }

    String text(int slot, long nonce) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putInt(node).putInt(slot ^ veil(nonce)).putLong(nonce);
        return ENCODER.encodeToString(bytes);
    }

    /** What an id says; null when it is not one of this node. */
    @Nullable
    Parsed parse(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (!ENCODER.encodeToString(bytes).equals(text)) { // the last character has bits that are not part of the id
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != node) {
            return null;
        }
        int veiled = buffer.getInt();
        long nonce = buffer.getLong();
        return new Parsed(veiled ^ veil(nonce), nonce);
    }

    /** The finalizer of MurmurHash3 over nonce and mask. */
    private int veil(long nonce) {
        long h = nonce ^ mask;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (h ^ (h >>> 33));
    }

    record Parsed(int slot, long nonce) {}
}

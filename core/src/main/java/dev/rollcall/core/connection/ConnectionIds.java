// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.connection;

import dev.rollcall.core.node.NodeId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Public connection ids: 16 bytes as 22 characters of base64url. They hold the node, the slot in its registry and a random
 * number, so that the connection is found without a map. The slot is masked, because otherwise all visitors could read
 * from their own ids how busy the site is. Ids prove nothing, so they need no secure randomness. Thread-safe.
 */
final class ConnectionIds {

    private static final int LENGTH = 22;

    /** The characters that an id may end with: four bits of the last one are not part of the id, and are zero. */
    private static final String LAST = "AQgw";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final int node;
    private final long mask = new SecureRandom().nextLong();

    ConnectionIds(NodeId node) {
        this.node = node.value();
    }

    NodeId node() {
        return new NodeId(node);
    }

    long newNonce() {
        return ThreadLocalRandom.current().nextLong();
    }

    String text(int slot, long nonce) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putInt(node).putInt(slot ^ veil(nonce)).putLong(nonce);
        return ENCODER.encodeToString(bytes);
    }

    /** Returns what an id says; null when the text is not an id at all. */
    @Nullable
    Parsed parse(String text) {
        if (text.length() != LENGTH || LAST.indexOf(text.charAt(LENGTH - 1)) < 0) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        NodeId owner = new NodeId(buffer.getInt());
        int veiled = buffer.getInt();
        long nonce = buffer.getLong();
        return new Parsed(owner, veiled ^ veil(nonce), nonce);
    }

    /** The finalizer of MurmurHash3 over nonce and mask. */
    private int veil(long nonce) {
        long h = nonce ^ mask;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (h ^ (h >>> 33));
    }

    /**
     * What an id says.
     *
     * @param owner the node that made it, if anybody did
     * @param slot where the connection is in the registry of that node; means something on that node only
     * @param nonce the random number
     */
    record Parsed(NodeId owner, int slot, long nonce) {}
}

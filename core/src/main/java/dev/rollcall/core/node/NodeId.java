// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.node;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one process for as long as it runs. Random at each start, so that a node is never mistaken for its
 * successor of the same name. It is part of the ids of connections and commands. Immutable.
 *
 * @param value 32 random bits
 */
public record NodeId(int value) {

    private static final int RADIX = Character.MAX_RADIX;

    /** Returns a new random identity. */
    public static NodeId random() {
        return new NodeId(new SecureRandom().nextInt());
    }

    /** Returns the node that a text names; null when the text is not one made by {@link #text}. */
    public static @Nullable NodeId parse(String text) {
        try {
            NodeId node = new NodeId(Integer.parseUnsignedInt(text, RADIX));
            return node.text().equals(text) ? node : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns this identity as 1 to 7 lower-case letters and digits. */
    public String text() {
        return Integer.toUnsignedString(value, RADIX);
    }

    /** Returns {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}

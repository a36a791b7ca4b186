// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.NoSuchElementException;

/**
 * Chooses a node for a text by highest random weight (Thaler and Ravishankar, 1998): all that know the same nodes
 * choose the same one, each node is chosen equally often, and when a node comes or goes, only its own texts move.
 */
public final class Rendezvous {

    private Rendezvous() {}

    /**
     * Returns the node for a text.
     *
     * @param nodes the nodes to choose from, in any order
     * @throws NoSuchElementException when there is none
     */
    public static NodeId choose(String text, Collection<NodeId> nodes) {
        return nodes.stream()
                .max(Comparator.comparingLong((NodeId node) -> weight(text, node))
                        .thenComparingInt(NodeId::value))
                .orElseThrow();
    }

    /** The finalizer of MurmurHash3 over both. */
    private static long weight(String text, NodeId node) {
        long h = ((long) text.hashCode() << 32) ^ Integer.toUnsignedLong(node.value());
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.node.NodeId;

/** A node has not answered a question. */
@SuppressWarnings("serial") // Nobody writes it anywhere.
public final class UnansweredException extends RuntimeException {

    private final boolean gone;

    /** @param gone whether the node is no longer there, so that asking again is no use */
    public UnansweredException(NodeId node, boolean gone) {
        super("node " + node + (gone ? " is not there any more" : " has not answered in time"));
        this.gone = gone;
    }

    /** Returns whether the node is no longer there. */
    public boolean isGone() {
        return gone;
    }
}

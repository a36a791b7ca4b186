// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.List;

/**
 * Which nodes have a lease.
 *
 * @param leases one for each, the asking node's included, in no order
 * @param number the highest number of an entry of the log
 */
public record Roster(List<Lease> leases, long number) {

    /** Copies the list. */
    public Roster {
        leases = List.copyOf(leases);
    }

    /**
     * One node's lease.
     *
     * @param node whose
     * @param left how long it lasts if it is not renewed
     * @param card what the node said about itself with it; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares leases
    public record Lease(NodeId node, Duration left, byte[] card) {}
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.event;

/**
 * Hears of what happens in a rollout. Called on the thread that notices it, which must not be held up. On a cluster every
 * node may notice the same: a listener that tells others lets one node do so ({@code Cluster.first}).
 */
@FunctionalInterface
public interface RolloutListener {

    /** Something has happened. What this throws is logged. */
    void happened(RolloutEvent event);
}

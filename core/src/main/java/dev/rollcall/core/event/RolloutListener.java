// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.event;

/**
 * Hears what happens in a rollout. Called on the thread that notices it, which must not be held up. In a cluster every
 * node may notice the same event: a listener that tells others lets one node do so ({@code Cluster.first}).
 */
@FunctionalInterface
public interface RolloutListener {

    /** Something has happened. Whatever this throws is logged. */
    void happened(RolloutEvent event);
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.node.NodeId;

/**
 * One node as stats show it.
 *
 * @param id its identity, new at each start
 * @param name the name that people know it by
 * @param leaving whether it is shutting down and accepts no new tabs
 * @param total how many connections it has, as it last said
 */
public record NodeStats(NodeId id, String name, boolean leaving, int total) {

    static NodeStats of(NodeCard card) {
        return new NodeStats(card.node(), card.name(), card.state() == NodeCard.State.LEAVING, card.total());
    }
}

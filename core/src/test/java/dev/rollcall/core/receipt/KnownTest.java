// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.match.Target;
import dev.rollcall.core.node.NodeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KnownTest {

    private static final NodeId SELF = new NodeId(1);
    private static final NodeId OTHER = new NodeId(2);

    private final Known known =
            new Known(new Command("k1", 0, Actor.APPLICATION, Order.reload(Target.all()), "v1"), 1_000);

    private static NodeCard card(NodeId node) {
        return new NodeCard(node, "", "", NodeCard.State.UP, 0, 0, 0, Map.of(), null, 0, false, "", null);
    }

    private static Funnel funnel(boolean over) {
        return new Funnel(Map.of(Place.RELOADING, over ? 0 : 3), Map.of(), Map.of(), Map.of(), 0, over);
    }

    @Test
    @DisplayName("a node that has not reported its progress may have tabs that come here: others wait a minute for it")
    void waitedFor() {
        List<NodeCard> nodes = List.of(card(SELF), card(OTHER));
        known.put(SELF, Funnel.EMPTY);
        assertThat(known.isWaitedFor(nodes, 2_000)).isTrue();
        assertThat(known.isWaitedFor(nodes, 61_000)).isFalse();
        known.put(OTHER, funnel(true));
        assertThat(known.isWaitedFor(nodes, 2_000)).isFalse();
    }

    @Test
    @DisplayName(
            "tabs of a node that has ended are on their way for a minute, less those that came elsewhere, and then gone")
    void ended() {
        known.put(OTHER, funnel(false));
        known.put(SELF, new Funnel(Map.of(Place.RETURNED, 1), Map.of(), Map.of(), Map.of(OTHER, 1), 0, true));
        known.look(node -> node.equals(SELF), 5_000);
        assertThat(known.missed(OTHER)).isEqualTo(2);
        assertThat(known.places(6_000)).containsEntry(Place.RELOADING, 2).containsEntry(Place.RETURNED, 1);
        assertThat(known.isUnderWayElsewhere(SELF, 6_000)).isTrue();
        assertThat(known.places(65_000)).containsEntry(Place.RELOADING, 0).containsEntry(Place.GONE, 2);
        assertThat(known.isUnderWayElsewhere(SELF, 65_000)).isFalse();
    }
}

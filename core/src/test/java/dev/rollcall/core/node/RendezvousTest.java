// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RendezvousTest {

    private static final int TEXTS = 10_000;

    private static List<NodeId> nodes(int count) {
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new NodeId(0x5bd1e995 * (i + 1)));
        }
        return nodes;
    }

    private static String text(int i) {
        return "presented-" + i;
    }

    @Test
    @DisplayName("all that know the same nodes choose the same, in whatever order they are known")
    void agreed() {
        List<NodeId> nodes = nodes(7);
        List<NodeId> reversed = new ArrayList<>(nodes);
        Collections.reverse(reversed);
        for (int i = 0; i < 100; i++) {
            assertThat(Rendezvous.choose(text(i), reversed)).isEqualTo(Rendezvous.choose(text(i), nodes));
        }
    }

    @Test
    @DisplayName("each node is chosen about equally often")
    void even() {
        Map<NodeId, Integer> chosen = new HashMap<>();
        for (int i = 0; i < TEXTS; i++) {
            chosen.merge(Rendezvous.choose(text(i), nodes(5)), 1, Integer::sum);
        }
        assertThat(chosen).hasSize(5);
        assertThat(chosen.values()).allSatisfy(times -> assertThat(times).isBetween(TEXTS / 6, TEXTS / 4));
    }

    @Test
    @DisplayName("when a node leaves, only its own texts move to other nodes")
    void goes() {
        List<NodeId> before = nodes(5);
        List<NodeId> after = before.subList(0, 4);
        NodeId gone = before.get(4);
        for (int i = 0; i < 1_000; i++) {
            NodeId chosen = Rendezvous.choose(text(i), before);
            if (!chosen.equals(gone)) {
                assertThat(Rendezvous.choose(text(i), after)).isEqualTo(chosen);
            }
        }
    }
}

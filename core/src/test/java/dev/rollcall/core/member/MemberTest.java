// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.ManualClock;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.counts.NodeCounts;
import dev.rollcall.core.node.NodeId;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemberTest {

    private final NodeId id = NodeId.random();

    private NodeCard card(String software) {
        return new NodeCard(id, "b", software, NodeCard.State.UP, 0, 0, 0, Map.of(), null, 0, false, "", null);
    }

    private Member member(String software) {
        Hub hub = new Hub(new ManualClock(), NodeId.random(), true);
        return new Member(card(software), 10_000, new OthersCounts(new NodeCounts(hub)));
    }

    @Test
    @DisplayName("that a node runs another version is noticed once, and when both are known")
    void another() {
        Member member = member("");
        assertThat(member.turnsOutToRunAnother("0.1.0")).isFalse();
        member.renewed(card("0.2.0"), 20_000, 3_000);
        assertThat(member.turnsOutToRunAnother("")).isFalse();
        assertThat(member.turnsOutToRunAnother("0.1.0")).isTrue();
        assertThat(member.turnsOutToRunAnother("0.1.0")).isFalse();
    }

    @Test
    @DisplayName("a node of the same version is not reported")
    void same() {
        assertThat(member("0.1.0").turnsOutToRunAnother("0.1.0")).isFalse();
    }
}

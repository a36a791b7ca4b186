// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeCard.State;
import dev.rollcall.core.cluster.NodeInfo;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Ranking;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.util.function.Supplier;

/** What this node says about itself. Thread-safe. */
final class OwnCard {

    private final NodeId self;
    private final Counts own;
    private final Timer timer;
    private final PicturePublisher publisher;
    private final Looking looking;
    private final Supplier<ClusterActor> actor;
    private final long started;
    private volatile NodeInfo info = NodeInfo.UNKNOWN;
    private volatile State state = State.UP;

    OwnCard(
            NodeId self,
            Counts own,
            Timer timer,
            PicturePublisher publisher,
            Looking looking,
            Supplier<ClusterActor> actor) {
        this.self = self;
        this.own = own;
        this.timer = timer;
        this.publisher = publisher;
        this.looking = looking;
        this.actor = actor;
        started = timer.ticks();
    }

    void describe(NodeInfo described) {
        info = described;
    }

    void leaving() {
        state = State.LEAVING;
    }

    String software() {
        return info.software();
    }

    boolean isLeaving() {
        return state == State.LEAVING;
    }

    /** Returns the card as it is now. */
    NodeCard now() {
        ClusterActor acts = actor.get();
        return new NodeCard(
                self,
                info.name(),
                info.software(),
                state,
                timer.ticks() - started,
                own.total(),
                own.observers(),
                Ranking.of(own.versions(), NodeCard.VERSIONS, NodeCard.VERSIONS, null)
                        .shown(),
                info.room(),
                publisher.seq(),
                looking.isOn(),
                acts.configured(),
                acts.current());
    }
}

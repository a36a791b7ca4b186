// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.time.Timer;
import java.util.function.Supplier;

/** Passes what the backplane and other nodes say to the part that it concerns. On the cluster's thread alone. */
final class Dispatch {

    private final NodeId self;
    private final Members members;
    private final PicturePublisher publisher;
    private final Questions questions;
    private final Looking looking;
    private final LeaseRenewal lease;
    private final Timer timer;
    private final Supplier<ClusterActor> actor;

    Dispatch(
            NodeId self,
            Members members,
            PicturePublisher publisher,
            Questions questions,
            Looking looking,
            LeaseRenewal lease,
            Timer timer,
            Supplier<ClusterActor> actor) {
        this.self = self;
        this.members = members;
        this.publisher = publisher;
        this.questions = questions;
        this.looking = looking;
        this.lease = lease;
        this.timer = timer;
        this.actor = actor;
    }

    void connected() {
        members.missed();
        looking.connected();
        lease.renew();
    }

    void lost(String why) {
        members.unreachable(why);
        publisher.moving().lost();
    }

    /** Returns whether it was acted on: its number must be one that the backplane can have counted. */
    boolean entry(long number, long ageMillis, LogEntry entry) {
        boolean believed = members.believe(number);
        if (believed) {
            actor.get().entry(number, ageMillis, entry);
        }
        return believed;
    }

    /** Ignores what nodes say that are not there. */
    void message(NodeMessage message) {
        if (message.from().equals(self)) {
            return;
        }
        Member member = members.find(message.from());
        if (member != null) {
            take(message, member);
            looking.ask();
        } else if (members.isNew(message.from())) {
            lease.renew();
        }
    }

    private void take(NodeMessage message, Member member) {
        if (message instanceof NodeMessage.Whole whole) {
            member.whole(whole);
            members.changed();
        } else if (message instanceof NodeMessage.Changed changed) {
            member.changed(changed, timer.ticks());
            members.changed();
        } else if (message instanceof NodeMessage.Watch watch) {
            publisher.watched(watch.from());
            publisher.tellWhole(watch.from());
        } else if (message instanceof NodeMessage.Ask ask) {
            questions.asked(ask);
        } else if (message instanceof NodeMessage.Reply reply) {
            questions.replied(reply);
        } else if (message instanceof NodeMessage.Moving moving) {
            member.said(moving.total());
            publisher.moving().take(moving);
        } else if (message instanceof NodeMessage.Left left) {
            members.left(left.from());
        } else {
            act(message, actor.get());
        }
    }

    private static void act(NodeMessage message, ClusterActor actor) {
        if (message instanceof Done done) {
            actor.done(done);
        } else if (message instanceof Progress progress) {
            actor.progress(progress);
        } else if (message instanceof Settled settled) {
            actor.settled(settled);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.LogNumber;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds this node's lease, and learns with each renewal who else has one. One renewal is under way at a time. On the
 * cluster's thread, except for {@link #floor}.
 */
final class LeaseRenewal {

    /** How often a lease is renewed: twice may fail before it runs out. */
    private static final Duration EVERY = Duration.ofSeconds(3);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SOONEST = Duration.ofMillis(200);

    private final Backplane backplane;
    private final NodeCodec codec;
    private final Timer timer;
    private final Executor thread;
    private final OwnCard card;
    private final Members members;
    private final PicturePublisher publisher;
    private final Looking looking;
    private final Supplier<ClusterActor> actor;
    private final LogNumber number;
    private volatile boolean closed;
    private Timer.@Nullable Cancellable alarm;
    private boolean underWay;
    private boolean overtaken;

    LeaseRenewal(
            Backplane backplane,
            NodeCodec codec,
            Timer timer,
            Executor thread,
            OwnCard card,
            Members members,
            PicturePublisher publisher,
            Looking looking,
            Supplier<ClusterActor> actor,
            LogNumber number) {
        this.number = number;
        this.backplane = backplane;
        this.codec = codec;
        this.timer = timer;
        this.thread = thread;
        this.card = card;
        this.members = members;
        this.publisher = publisher;
        this.looking = looking;
        this.actor = actor;
    }

    /** Returns the highest number of an entry that this node knows of. From any thread. */
    long floor() {
        InForce current = actor.get().current();
        if (current != null) {
            number.take(current.number());
        }
        return number.highest();
    }

    /** Stops renewing the lease. From any thread. */
    void close() {
        closed = true;
    }

    /**
     * Renews the lease now; if a renewal is under way, once more afterwards, because the card may have changed since.
     */
    void renew() {
        if (closed || underWay) {
            overtaken = true;
            return;
        }
        underWay = true;
        overtaken = false;
        if (alarm != null) {
            alarm.cancel();
        }
        looking.goOn();
        long asked = timer.ticks();
        backplane
                .renew(codec.write(card.now()), floor())
                .whenComplete((roster, failure) -> thread.execute(() -> renewed(roster, failure, asked)));
    }

    private void renewed(@Nullable Roster roster, @Nullable Throwable failure, long asked) {
        underWay = false;
        if (roster == null) {
            members.unreachable(reason(failure));
            again(RETRY);
            return;
        }
        if (!members.isReachable()) {
            members.missed();
            looking.connected();
        }
        members.apply(roster, asked, codec, card.software());
        members.believe(roster.number());
        members.each(member -> {
            if (member.card().watches()) {
                publisher.watched(member.card().node());
            }
        });
        looking.ask();
        actor.get().nodes(members.others());
        if (overtaken) {
            renew();
            return;
        }
        again(members.untilNextEnd(EVERY.minusMillis(timer.ticks() - asked)));
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? "no answer" : String.valueOf(cause.getMessage());
    }

    private void again(Duration after) {
        Duration wait = after.compareTo(SOONEST) < 0 ? SOONEST : after;
        alarm = timer.after(wait, () -> thread.execute(this::renew));
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.backplane.LogNumber;
import dev.rollcall.core.backplane.Roster;
import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.node.Rendezvous;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes that are there. Changed on the cluster's thread alone; other parts may read on any thread. */
final class Members {

    private static final Logger LOG = LoggerFactory.getLogger(Members.class);

    /** How many nodes that have gone are remembered, so that their late messages do not make anybody ask for them. */
    private static final int MOST_GONE = 1_000;

    private final NodeId self;
    private final Timer timer;
    private final Consumer<NodeId> onGone;
    private final OthersCounts counts;
    private final ConcurrentHashMap<NodeId, Member> others = new ConcurrentHashMap<>();
    private final Map<NodeId, Boolean> gone = new LinkedHashMap<>();
    private final List<Consumer<NodeId>> onJoined = new ArrayList<>();
    private final OncePerMinute misfits = new OncePerMinute();
    private volatile List<NodeCard> cards = List.of();
    private volatile List<Sample> oldest = List.of();
    private int moving;
    private volatile @Nullable String lost = "the backplane was not reached yet";
    private volatile Coverage coverage = new Coverage(1, 1, false, 0, lost);
    private volatile Runnable onChange = () -> {};

    private final LogNumber number;

    /** @param number the highest number of an entry that is known */
    Members(NodeId self, Counts own, Timer timer, Consumer<NodeId> onGone, LogNumber number) {
        this.number = number;
        this.self = self;
        this.timer = timer;
        this.onGone = onGone;
        this.counts = new OthersCounts(own);
    }

    void onChange(Runnable action) {
        onChange = action;
    }

    Counts counts() {
        return counts;
    }

    /** Returns, for each other node, the connections that have been there longest. */
    List<Sample> oldest() {
        return oldest;
    }

    /** Returns all, with the card of this node first. */
    List<NodeCard> cards(NodeCard own) {
        List<NodeCard> all = new ArrayList<>(cards);
        all.add(0, own);
        return all;
    }

    /** Returns the cards of all other nodes. */
    List<NodeCard> others() {
        return cards;
    }

    Coverage coverage() {
        return coverage;
    }

    boolean isThere(NodeId node) {
        return others.containsKey(node);
    }

    /** Chooses a node for a text among those that stay; this one when all are leaving. */
    NodeId choose(String text, @Nullable NodeId preferred, boolean leaving) {
        List<NodeId> staying = new ArrayList<>();
        for (NodeCard card : cards) {
            if (card.state() == NodeCard.State.UP) {
                staying.add(card.node());
            }
        }
        if (!leaving || staying.isEmpty()) {
            staying.add(self);
        }
        return preferred != null && staying.contains(preferred) ? preferred : Rendezvous.choose(text, staying);
    }

    Collection<NodeId> ids() {
        return List.copyOf(others.keySet());
    }

    boolean isReachable() {
        return lost == null;
    }

    /* From here on, everything runs on the cluster's thread. */

    @Nullable
    Member find(NodeId node) {
        return others.get(node);
    }

    /** Adds what is called with each node that is there, now and later. */
    void onJoined(Consumer<NodeId> action) {
        onJoined.add(action);
        ids().forEach(action);
    }

    /** Whether nothing was ever heard of a node. */
    boolean isNew(NodeId node) {
        return !gone.containsKey(node);
    }

    void each(Consumer<Member> action) {
        others.values().forEach(action);
    }

    /**
     * Takes in which nodes have a lease. All others are no longer there.
     *
     * @param software the version of Rollcall that this node runs; empty when it is not known
     */
    void apply(Roster roster, long asked, NodeCodec codec, String software) {
        if (lost != null) {
            LOG.info("Connected to the backplane; nodes: {}", roster.leases().size());
            lost = null;
        }
        Map<NodeId, Roster.Lease> leases = new HashMap<>();
        roster.leases().forEach(lease -> leases.put(lease.node(), lease));
        leases.remove(self);
        removeEnded(node -> !leases.containsKey(node));
        leases.values().forEach(lease -> take(lease, asked, codec));
        others.values().stream()
                .filter(member -> member.turnsOutToRunAnother(software))
                .map(Member::card)
                .forEach(card -> LOG.info(
                        "Node {} ({}) runs Rollcall {}, and this one {}: each ignores what it does not know of the other",
                        card.name(),
                        card.node(),
                        card.software(),
                        software));
        changed();
    }

    private void take(Roster.Lease lease, long asked, NodeCodec codec) {
        NodeCard card;
        try {
            card = believed(codec.readCard(lease.card()))
                    .after(Backplane.LEASE.minus(lease.left()).toMillis());
        } catch (IllegalArgumentException e) {
            if (misfits.next() != OncePerMinute.HELD_BACK) {
                LOG.warn("Node {} is not understood and is ignored: {}", lease.node(), e.getMessage());
            }
            return;
        }
        long ends = asked + lease.left().toMillis();
        Member member = others.get(lease.node());
        if (member == null) {
            LOG.info("Node {} ({}) has joined", card.name(), card.node());
            gone.remove(card.node());
            others.put(card.node(), new Member(card, ends, counts));
            onJoined.forEach(action -> action.accept(card.node()));
        } else {
            member.renewed(card, ends, timer.ticks());
        }
    }

    /** Returns the card without a release whose number nobody can have counted. */
    private NodeCard believed(NodeCard card) {
        InForce current = card.current();
        return current == null || believe(current.number()) ? card : card.withoutRelease();
    }

    /** Takes in the number of an entry. Returns whether the backplane can have counted it; if not, logs that. */
    boolean believe(long counted) {
        boolean believed = number.take(counted);
        if (!believed && misfits.next() != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "The number {} of an entry is too far ahead of {} and is ignored. Has somebody else written to the backplane?",
                    counted,
                    number.highest());
        }
        return believed;
    }

    /**
     * Removes nodes whose lease has run out, as far as this node has seen. One that is missing from the roster before
     * then has not gone: a backplane that came back empty does not know it yet. One that leaves says so.
     */
    private void removeEnded(Predicate<NodeId> which) {
        long now = timer.ticks();
        others.values().stream()
                .filter(member -> member.ends() <= now)
                .map(member -> member.card().node())
                .filter(which)
                .toList()
                .forEach(this::remove);
    }

    /** A node has said that it leaves for good. */
    void left(NodeId node) {
        remove(node);
        changed();
    }

    private void remove(NodeId node) {
        Member member = others.remove(node);
        if (member != null) {
            LOG.info("Node {} ({}) is gone", member.card().name(), node);
            member.gone();
            gone.put(node, true);
            if (gone.size() > MOST_GONE) {
                gone.remove(gone.keySet().iterator().next());
            }
            onGone.accept(node);
        }
    }

    /** The backplane cannot be reached: nodes whose leases this node has not seen renewed may no longer be there. */
    void unreachable(String why) {
        if (lost == null) {
            LOG.warn("The backplane cannot be reached; this node goes on alone: {}", why);
        }
        lost = why;
        removeEnded(node -> true);
        changed();
    }

    /** Messages may have been lost. */
    void missed() {
        long now = timer.ticks();
        others.values().forEach(member -> member.missed(now));
    }

    /** Nobody looks any longer. */
    void forgetNames() {
        others.values().forEach(Member::forgetNames);
        changed();
    }

    /** Returns how long until the first lease runs out, or {@code most} if that is sooner. */
    Duration untilNextEnd(Duration most) {
        long now = timer.ticks();
        long soonest = others.values().stream().mapToLong(Member::ends).min().orElse(Long.MAX_VALUE / 2);
        Duration left = Duration.ofMillis(soonest - now + 1);
        return left.compareTo(most) < 0 ? left : most;
    }

    /** Counts tabs that are on their way between nodes. */
    void moving(Picture before, Picture after) {
        counts.replace(before, after);
        moving += after.total() - before.total();
        changed();
    }

    /** Something has changed: rebuilds what other threads read. */
    void changed() {
        long now = timer.ticks();
        cards = others.values().stream().map(Member::card).toList();
        oldest = others.values().stream().map(Member::oldest).toList();
        int known = (int)
                others.values().stream().filter(member -> member.isKnown(now)).count();
        coverage = new Coverage(others.size() + 1, known + 1, lost == null, moving, missing(known));
        onChange.run();
    }

    private @Nullable String missing(int known) {
        String why = lost;
        if (why != null) {
            return why;
        }
        int silent = others.size() - known;
        return silent == 0 ? null : silent + " of " + (others.size() + 1) + " nodes have not said what they count";
    }
}

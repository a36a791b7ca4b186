// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeMessage.Changed;
import dev.rollcall.core.cluster.NodeMessage.Whole;
import dev.rollcall.core.cluster.Picture;
import dev.rollcall.core.counts.Sample;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this node knows about another node that is there. On the cluster's thread alone. */
final class Member {

    /** How old a picture may be, in ticks. */
    static final long FRESH = 1_000;

    /** The shortest time between two requests to a node for its whole picture, in ticks. */
    static final long ASK_AGAIN = 500;

    private final OthersCounts sum;
    private NodeCard card;
    private Picture counted = Picture.EMPTY; // as it is in the sum
    private long seq = -1;
    private boolean known; // whether its names are counted, not only its total
    private boolean missed; // whether there is a later picture than the one that is counted
    private long missedAt;
    private long ends;
    private boolean compared; // whether its version was compared with that of this node
    private long askedAt = Long.MIN_VALUE / 2;

    /** A node that has just come. */
    Member(NodeCard card, long ends, OthersCounts sum) {
        this.card = card;
        this.ends = ends;
        this.sum = sum;
        totalOnly();
    }

    /** Returns what it last said about itself, with its latest total. */
    NodeCard card() {
        return known ? card.with(counted.total(), counted.observers()) : card;
    }

    /** Returns, only once and when both versions are known, whether it runs another version than this one. */
    boolean turnsOutToRunAnother(String software) {
        if (compared || software.isEmpty() || card.software().isEmpty()) {
            return false;
        }
        compared = true;
        return !card.software().equals(software);
    }

    /** Returns those of its connections that have been there longest, as far as it has told. */
    Sample oldest() {
        return counted.oldest();
    }

    /** Whether what is counted is its latest picture, or was a second ago. */
    boolean isKnown(long now) {
        return known && (!missed || now - missedAt < FRESH);
    }

    /** When its lease runs out if it is not renewed, in ticks. */
    long ends() {
        return ends;
    }

    void renewed(NodeCard said, long until, long now) {
        card = said;
        ends = until;
        totalOnly();
        if (said.seq() > seq) {
            missed(now); // a change was lost, and nothing came after it that would have shown it
        }
    }

    /** It has said how many connections it has between two pictures. */
    void said(int total) {
        card = card.with(total, card.observers());
        totalOnly();
    }

    void whole(Whole message) {
        if (message.seq() >= seq) {
            count(message.picture());
            seq = message.seq();
            known = true;
            missed = false;
        }
    }

    /** Takes in a change if it is the next one. */
    void changed(Changed message, long now) {
        if (known && message.seq() == seq + 1) {
            count(counted.with(message.change()));
            seq = message.seq();
        } else if (message.seq() > seq) {
            missed(now);
        }
    }

    /** Something that it sent may have been lost. */
    void missed(long now) {
        if (!missed) {
            missed = true;
            missedAt = now;
        }
    }

    /** Nobody looks any longer: its names are forgotten, its total is not. */
    void forgetNames() {
        known = false;
        missed = false;
        seq = -1;
        totalOnly();
    }

    /** It is no longer there. */
    void gone() {
        count(Picture.EMPTY);
    }

    /** Whether it is time to ask it for its whole picture; if so, it counts as asked. */
    boolean takeTurnToAsk(long now) {
        if ((known && !missed) || now - askedAt < ASK_AGAIN) {
            return false;
        }
        askedAt = now;
        return true;
    }

    @Nullable
    InForce inForce() {
        return card.current();
    }

    /** As long as its names are not known, only its card can be counted. Names that were known stay. */
    private void totalOnly() {
        if (!known) {
            count(Picture.counts(card.total(), card.observers(), Map.of(), card.versions(), Map.of()));
        }
    }

    private void count(Picture picture) {
        sum.replace(counted, picture);
        counted = picture;
    }
}

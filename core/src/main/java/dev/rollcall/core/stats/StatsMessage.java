// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Recipient;
import java.util.Map;

/** A full snapshot for subscribers, the same for all except for each one's own id. */
public final class StatsMessage extends Message {

    private final Stats stats;
    private final long seq;

    /**
     * Makes a message from a snapshot.
     *
     * @param seq its number, for subscribers that get changes after it; 0 for those that get every snapshot whole
     */
    public StatsMessage(Stats stats, long seq) {
        this.stats = stats;
        this.seq = seq;
    }

    @Override
    public String type() {
        return "stats";
    }

    @Override
    public boolean latestOnly() {
        return true;
    }

    @Override
    public boolean hasTail() {
        return true;
    }

    /** Returns {@code yourId}, by which a subscriber finds itself in the list. */
    @Override
    public Map<String, ?> tail(Recipient recipient) {
        return Map.of("yourId", recipient.id());
    }

    /** The snapshot. */
    public Stats stats() {
        return stats;
    }

    /** The number of this snapshot, counted up by one with each; 0 when the subscriber does not need it. */
    public long seq() {
        return seq;
    }
}

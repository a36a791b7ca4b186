// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.stats;

import dev.rollcall.core.message.Message;

/** A full snapshot for subscribers. The same for all; the protocol adds to each what is its own. */
public final class StatsMessage extends Message {

    private final Stats stats;
    private final long seq;

    /**
     * A snapshot to send.
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

    /** The snapshot. */
    public Stats stats() {
        return stats;
    }

    /** The number of this snapshot, counted up by one with each; 0 when the subscriber does not need it. */
    public long seq() {
        return seq;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import org.jspecify.annotations.Nullable;

/**
 * What became of an order. Immutable; more may be known later.
 *
 * @param command the command, with its id and time
 * @param status whether tabs were told anything
 * @param matched the number of tabs that the target means: those that were notified, or would be. For a release, the
 *     number of tabs that it makes outdated; the others are notified too, but have nothing to do
 * @param answered the number of nodes that carried it out
 * @param nodes the number of nodes that were known
 * @param previous the version that was current before
 * @param rollback whether the command is a release of a version that was current before another one
 * @param missing why nodes are missing, for people; null when none is
 */
public record Outcome(
        Command command,
        Status status,
        int matched,
        int answered,
        int nodes,
        String previous,
        boolean rollback,
        @Nullable String missing) {

    /** The outcome of a command on all nodes that are there. */
    public Outcome(Command command, Status status, int matched, int nodes, String previous, boolean rollback) {
        this(command, status, matched, nodes, nodes, previous, rollback, null);
    }

    /** Returns the same outcome with what is now known: how many tabs it meant, on how many nodes. */
    public Outcome with(int matchedNow, int answeredNow, int nodesNow, @Nullable String missingNow) {
        return new Outcome(command, status, matchedNow, answeredNow, nodesNow, previous, rollback, missingNow);
    }

    /** Whether tabs were told anything. */
    public enum Status {
        /** The tabs were notified. */
        GIVEN,
        /** Nothing was done, because the version was current already. */
        UNCHANGED,
        /** Nothing was done, because only a count was asked for. */
        DRY_RUN
    }
}

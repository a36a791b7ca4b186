// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.cluster.Coverage;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.node.NodeId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a command that this node gave: which nodes have carried it out, and how many tabs it meant there.
 * Thread-safe.
 */
final class PendingOutcome {

    private static final String LOCAL = "it holds code of the application, which stays on its own node";

    private final Outcome given;
    private final CompletableFuture<Outcome> settled = new CompletableFuture<>();
    private final Map<NodeId, Integer> matched = new HashMap<>();
    private final Set<NodeId> skipped = new HashSet<>();
    private boolean claimed;
    private boolean alone;

    /** @param given the outcome before anything is known */
    PendingOutcome(Outcome given) {
        this.given = given;
    }

    CompletableFuture<Outcome> settled() {
        return settled;
    }

    /**
     * Claims the right to answer the command. Only the first call returns true: the last node's answer and the timeout may come at
     * the same time, on two threads.
     */
    synchronized boolean claim() {
        boolean first = !claimed;
        claimed = true;
        return first;
    }

    /** Claims the right to carry out the command on this node alone. Only the first call returns true. */
    synchronized boolean claimAlone() {
        boolean first = !alone;
        alone = true;
        return first;
    }

    synchronized boolean isClaimed() {
        return claimed;
    }

    synchronized void add(Done done) {
        if (done.skipped()) {
            skipped.add(done.from());
        } else {
            matched.put(done.from(), done.matched());
        }
    }

    /** Returns whether all answers are in. A command that holds code of the application waits only for its own node. */
    synchronized boolean isComplete(Collection<NodeCard> nodes) {
        return isLocal()
                || nodes.stream().allMatch(card -> matched.containsKey(card.node()) || skipped.contains(card.node()));
    }

    private boolean isLocal() {
        return given.command().order().isLocal();
    }

    /** Returns what is known now. */
    synchronized Outcome outcome(Coverage coverage) {
        int answered = matched.size();
        int nodes = Math.max(coverage.nodes(), answered);
        int tabs = matched.values().stream().mapToInt(Integer::intValue).sum();
        return given.with(tabs, answered, nodes, missing(answered, nodes, coverage));
    }

    private @Nullable String missing(int answered, int nodes, Coverage coverage) {
        return isLocal() && nodes > 1 ? LOCAL : missingNodes(answered, nodes, coverage);
    }

    static @Nullable String missingNodes(int answered, int nodes, Coverage coverage) {
        if (!coverage.reachable()) {
            return coverage.missing();
        }
        return answered == nodes ? null : (nodes - answered) + " of " + nodes + " nodes have not answered";
    }
}

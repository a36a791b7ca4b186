// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.backplane;

import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What several nodes share: which of them are there, messages between them, and one log of entries in one order. It
 * carries bytes and knows nothing of what they mean; the rules are in the package {@code cluster}, once for every
 * backplane.
 *
 * <p>No method blocks: event loops call them. Each returned stage ends within {@link #PATIENCE}; it fails with a {@link
 * BackplaneException} when the backplane could not be reached. The number of calls under way is bounded; calls over the
 * bound are refused. Thread-safe.
 */
public interface Backplane extends AutoCloseable {

    /** How long a node counts as there after it has said so, measured by the backplane's clock alone. */
    Duration LEASE = Duration.ofSeconds(10);

    /** The time after which a call has failed at the latest. */
    Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * Begins. To be called once, before anything else. Returns at once, whether or not the backplane can be reached: it
     * keeps trying for as long as this is open, and {@link Receiver#connected} tells when it succeeds.
     *
     * @param self this node
     * @param receiver is told of everything that arrives
     */
    void start(NodeId self, Receiver receiver);

    /**
     * Takes this node's lease or renews it, for another {@link #LEASE}.
     *
     * @param card what others are to know about this node
     * @param floor the highest number of an entry that this node knows of; later entries get higher ones, even when the
     *     backplane has forgotten everything
     * @return who is there now, this node included
     */
    CompletionStage<Roster> renew(byte[] card, long floor);

    /** Gives up this node's lease. Others learn of it when they renew theirs. */
    CompletionStage<@Nullable Void> leave();

    /** Tells all nodes something that may be lost on the way. It may come back to this node, too. */
    CompletionStage<@Nullable Void> tellAll(byte[] message);

    /** Tells the nodes that {@linkplain #watch watch}; as {@link #tellAll}. */
    CompletionStage<@Nullable Void> tellWatchers(byte[] message);

    /** Tells one node; as {@link #tellAll}. It is not a failure when that node is not there. */
    CompletionStage<@Nullable Void> tell(NodeId to, byte[] message);

    /**
     * Sets whether this node gets what watchers are told. Completes when that has taken effect. The choice survives
     * when the connection is lost and found again.
     */
    CompletionStage<@Nullable Void> watch(boolean on);

    /**
     * Appends an entry to the log. Every node that is there reads it, this one included, in the same order, at least once: a
     * node that lost the backplane for less than a minute goes on where it stopped.
     *
     * @param floor as in {@link #renew}
     * @return the number of the entry, higher than that of any entry before it
     */
    CompletionStage<Long> append(byte[] entry, long floor);

    /** Ends the connections. Does not give up the lease: {@link #leave} does. */
    @Override
    void close();
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.command.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Acts on what all nodes decide together. On a node with a backplane it is called on the cluster's thread, one call at
 * a time, and must not block; on a node that is alone, on the appending thread, possibly several at once.
 */
public interface ClusterActor {

    /** Does nothing, as long as nobody acts on the log. */
    ClusterActor NOBODY = new ClusterActor() {
        @Override
        public void entry(long number, long ageMillis, LogEntry entry) {}

        @Override
        public void done(Done done) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void settled(Settled settled) {}

        @Override
        public void nodes(List<NodeCard> others) {}

        @Override
        public CompletionStage<Integer> count(Command command) {
            return CompletableFuture.completedStage(0);
        }

        @Override
        public @Nullable InForce current() {
            return null;
        }

        @Override
        public String configured() {
            return "";
        }
    };

    /**
     * An entry of the log. It may come a second time.
     *
     * @param number its number
     * @param ageMillis how long ago it was appended, in milliseconds
     */
    void entry(long number, long ageMillis, LogEntry entry);

    /** A node has carried out a command that this one gave. */
    void done(Done done);

    /** Another node says how far a command has progressed there. */
    void progress(Progress progress);

    /** The node that gave a command says what came of it on all nodes. */
    void settled(Settled settled);

    /** Says, every few seconds, which other nodes are there; this also means that the backplane can be reached. */
    void nodes(List<NodeCard> others);

    /**
     * Returns the number of tabs here that a command means; does nothing else. Fails when counting is too much work.
     */
    CompletionStage<Integer> count(Command command);

    /** Returns the release that is current here; null when it is not known yet. From any thread. */
    @Nullable
    InForce current();

    /**
     * Returns the version that this node's settings name, if it was never current here; empty when there is none. From
     * any thread.
     */
    String configured();
}

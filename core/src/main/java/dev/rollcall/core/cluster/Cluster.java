// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.counts.Counts;
import dev.rollcall.core.counts.Sample;
import dev.rollcall.core.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All nodes that serve the same tabs, seen from one of them. A node without a backplane is a cluster of one. Thread-safe; no
 * method blocks.
 */
public interface Cluster extends AutoCloseable {

    /** How long other nodes are waited for. */
    Duration PATIENCE = Duration.ofSeconds(1);

    /** Returns this node. */
    NodeId self();

    /** Returns whether this node has no backplane, so that there can be no other. */
    boolean isAlone();

    /**
     * Returns the nodes that are there, this one first, each with what it last said; this node's card is as it is now.
     */
    List<NodeCard> nodes();

    /** Returns whether a node is there, as far as this one knows. */
    boolean isThere(NodeId node);

    /**
     * Returns the node that all nodes choose for a text, as long as they know of the same nodes. A node that is leaving
     * is chosen only when all are leaving.
     *
     * @param preferred the node to choose if it is there and not leaving; null for none
     */
    NodeId choose(String text, @Nullable NodeId preferred);

    /**
     * Returns the node that does what one node does for all: the one with the lowest id that is not leaving. Nodes that
     * do not see each other may each believe they are it, so what it does must be safe to do twice.
     */
    default NodeCard first() {
        NodeCard first = nodes().get(0);
        for (NodeCard node : nodes()) {
            boolean stays = node.state() == NodeCard.State.UP;
            boolean better = first.state() == NodeCard.State.LEAVING
                    || node.node().value() < first.node().value();
            if (stays && better) {
                first = node;
            }
        }
        return first;
    }

    /** Returns whether this node is the {@link #first}. */
    default boolean isFirst() {
        return first().node().equals(self());
    }

    /** Returns how much of the whole the {@linkplain #counts counts} show now. */
    Coverage coverage();

    /** Returns the counts of all nodes together, as far as they are known. */
    Counts counts();

    /** Returns, for each other node, the connections that have been there longest, as far as they are known. */
    List<Sample> oldestElsewhere();

    /**
     * Says that somebody is looking at the counts: for a while, all nodes keep this one informed.
     *
     * @return completes when the counts cover all nodes and are at most a second old, or after {@link #PATIENCE} at the
     *     latest
     */
    CompletionStage<@Nullable Void> look();

    /** Sets what is called when the counts of other nodes, or the nodes themselves, have changed. On the cluster's thread. */
    void onChange(Runnable action);

    /** Sets what tells whether somebody is looking all the time. */
    void watchedWhile(BooleanSupplier somebodyLooks);

    /** Sets what other nodes are to know about this one. */
    void describe(NodeInfo info);

    /** Tells the others that this node is leaving, so that they do not expect it back. */
    void leaving();

    /** Tells the others that a tab that was on another node has opened here. */
    void arrived(NodeId from, Connection connection);

    /**
     * Asks a node.
     *
     * @param topic what the question is about
     * @return the answer; fails with an {@link UnansweredException} when there is none within {@link #PATIENCE}
     */
    default CompletionStage<byte[]> ask(NodeId to, String topic, byte[] body) {
        return ask(to, topic, body, PATIENCE);
    }

    /** As {@link #ask(NodeId, String, byte[])}, with another limit on the time that the answer may take. */
    CompletionStage<byte[]> ask(NodeId to, String topic, byte[] body, Duration patience);

    /**
     * Asks all other nodes.
     *
     * @return the answers that came within {@link #PATIENCE}; never fails
     */
    CompletionStage<Map<NodeId, byte[]>> askOthers(String topic, byte[] body);

    /**
     * Sets who answers questions about a topic.
     *
     * @param answer makes the answer, on any thread; it must not block
     */
    void answer(String topic, Function<byte[], CompletionStage<byte[]>> answer);

    /**
     * Appends an entry to the log of all nodes.
     *
     * @return its number; fails with a {@link dev.rollcall.core.backplane.BackplaneException} when it could not be appended
     * @throws IllegalArgumentException when the entry holds code of the application, which cannot leave this process
     */
    CompletionStage<Long> append(LogEntry entry);

    /**
     * Tells all nodes something, this one too, through the log.
     *
     * @param topic what it is about
     * @param body its content, in a form that goes with the topic
     * @return as for {@link #append}
     */
    default CompletionStage<Long> share(String topic, byte[] body) {
        return append(new LogEntry.Shared(self(), topic, body));
    }

    /** Sets what is called when any node shares something about a topic. On the cluster's thread; it must not block. */
    void onShared(String topic, Consumer<byte[]> action);

    /**
     * Adds what is called when the other nodes can be reached, for the first time or again: something may have been missed.
     * On the cluster's thread.
     */
    void onConnected(Runnable action);

    /**
     * Adds what is called with each other node that is found, now and later. That node may not have found this one yet.
     * On the cluster's thread.
     */
    void onJoined(Consumer<NodeId> action);

    /** Sets who acts on the log, and on what nodes say about commands. To be called before {@link #start}. */
    void act(ClusterActor actor);

    /** Tells the node that gave a command what came of it here. */
    void done(NodeId giver, Done done);

    /** Tells other nodes how far a command has progressed here. */
    void progress(Progress progress);

    /** Tells other nodes what came of a command that this one gave. */
    void settled(Settled settled);

    /**
     * Returns how many tabs a command means on each of the other nodes that answer within {@link #PATIENCE}; never
     * fails.
     *
     * @throws IllegalArgumentException when the command holds code of the application, which cannot leave this process
     */
    CompletionStage<Map<NodeId, Integer>> countElsewhere(Command command);

    /** Begins. To be called once, when everything is set. */
    void start();

    /** Leaves, and ends its thread and connections. */
    @Override
    void close();
}

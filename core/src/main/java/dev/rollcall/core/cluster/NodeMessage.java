// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.node.NodeId;
import org.jspecify.annotations.Nullable;

/** What one node tells others. It may be lost, and it may come late. */
public sealed interface NodeMessage {

    /** Returns the node that says it. */
    NodeId from();

    /**
     * Everything that a node counts.
     *
     * @param seq the number of this picture
     */
    record Whole(NodeId from, long seq, Picture picture) implements NodeMessage {}

    /**
     * What has changed since the previous picture.
     *
     * @param seq the number of the picture after the change
     */
    record Changed(NodeId from, long seq, Picture change) implements NodeMessage {}

    /** Somebody is looking at stats on the node that sends this; every node that receives it answers with its whole picture. */
    record Watch(NodeId from) implements NodeMessage {}

    /**
     * How many tabs have moved since a node began to leave, as running totals. From the leaving node: the tabs that it
     * has sent away. From another node: the tabs that have opened there.
     *
     * @param of the node that leaves
     * @param moved those tabs
     * @param total how many connections the sending node itself has now
     */
    record Moving(NodeId from, NodeId of, Picture moved, int total) implements NodeMessage {}

    /** A node has left: what it said before no longer counts. */
    record Left(NodeId from) implements NodeMessage {}

    /**
     * A question.
     *
     * @param id identifies it among the questions of the asking node
     * @param topic what it is about
     * @param body its content, in a form that goes with the topic; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    record Ask(NodeId from, long id, String topic, byte[] body) implements NodeMessage {}

    /**
     * The answer to a question.
     *
     * @param id the id of the question
     * @param body its content; null when the node does not know the topic, or failed
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    record Reply(NodeId from, long id, byte @Nullable [] body) implements NodeMessage {}

    /**
     * A node has carried out a command.
     *
     * @param command its id
     * @param matched the number of tabs that the command meant there
     * @param skipped whether nothing was done, because the command came too late there or was too much work
     */
    record Done(NodeId from, String command, int matched, boolean skipped) implements NodeMessage {}

    /**
     * How far a command that makes tabs reload has progressed on the sending node.
     *
     * @param elapsedMillis how long ago the command was given, in milliseconds
     * @param ended why it goes no further, as far as that node knows; null when it still does
     */
    record Progress(
            NodeId from,
            Command command,
            long elapsedMillis,
            @Nullable Ended ended,
            Funnel funnel) implements NodeMessage {}

    /**
     * What came of a command on all nodes, as reported by the node that gave it.
     *
     * @param command its id
     * @param matched the number of tabs that were meant, on all nodes that answered
     * @param answered the number of nodes that carried it out
     * @param nodes the number of nodes that were there
     */
    record Settled(NodeId from, String command, int matched, int answered, int nodes) implements NodeMessage {}
}

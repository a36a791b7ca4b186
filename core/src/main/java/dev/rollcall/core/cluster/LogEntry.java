// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.node.NodeId;

/** An entry of the log, which all nodes act on in the same order. */
public sealed interface LogEntry {

    /** Returns the node that appended it. */
    NodeId from();

    /**
     * A command was given.
     *
     * @param rollback whether it is a release of a version that was current before
     */
    record Given(NodeId from, Command command, boolean rollback) implements LogEntry {}

    /**
     * Something that another module shares among nodes.
     *
     * @param topic what it is about
     * @param body its content, in a form that goes with the topic; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares entries
    record Shared(NodeId from, String topic, byte[] body) implements LogEntry {}
}

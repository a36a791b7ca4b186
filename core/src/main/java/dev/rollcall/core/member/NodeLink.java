// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.backplane.Backplane;
import dev.rollcall.core.cluster.NodeCodec;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.node.NodeId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes what this node says in the form that all nodes use. A message that cannot be sent is lost; nodes that need it
 * ask again. Thread-safe.
 */
final class NodeLink {

    private final Backplane backplane;
    private final NodeCodec codec;

    NodeLink(Backplane backplane, NodeCodec codec) {
        this.backplane = backplane;
        this.codec = codec;
    }

    CompletionStage<@Nullable Void> tellAll(NodeMessage message) {
        return backplane.tellAll(codec.write(message));
    }

    CompletionStage<@Nullable Void> tellWatchers(NodeMessage message) {
        return backplane.tellWatchers(codec.write(message));
    }

    CompletionStage<@Nullable Void> tell(NodeId to, NodeMessage message) {
        return backplane.tell(to, codec.write(message));
    }
}

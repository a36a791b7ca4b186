// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.member;

import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeMessage;
import dev.rollcall.core.command.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Nobody acts on the log yet. */
enum NobodyActs implements ClusterActor {
    INSTANCE;

    @Override
    public void entry(long number, long ageMillis, LogEntry entry) {}

    @Override
    public void done(NodeMessage.Done done) {}

    @Override
    public void progress(NodeMessage.Progress progress) {}

    @Override
    public void settled(NodeMessage.Settled settled) {}

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
}

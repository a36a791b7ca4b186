// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Order;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How all nodes come to have one current release, whatever each has missed: the one with the highest number. Thread-safe.
 */
final class ReleaseAgreement {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseAgreement.class);

    private final Cluster cluster;
    private final Releases releases;
    private final String configured;
    private final CommandLog log;
    private final Consumer<Order> give;
    private final AtomicReference<LogEntry.@Nullable Given> unspread = new AtomicReference<>();

    ReleaseAgreement(Cluster cluster, Releases releases, String configured, CommandLog log, Consumer<Order> give) {
        this.cluster = cluster;
        this.releases = releases;
        this.configured = configured;
        this.log = log;
        this.give = give;
    }

    String configured() {
        return configured;
    }

    /** Keeps a release that reached this node alone, until the others can be reached. */
    void keep(LogEntry.Given entry) {
        if (entry.command().order().action() instanceof Action.ReleaseVersion) {
            unspread.set(entry);
        }
    }

    /** Compares the current release with those of others. To be called on the cluster's thread. */
    void look(List<NodeCard> others) {
        for (NodeCard node : others) {
            InForce theirs = node.current();
            if (theirs != null && isBefore(releases.current(), theirs, node)) {
                log.adopt(node, theirs);
            }
        }
        spread();
        propose(others);
    }

    /**
     * Whether another node's release is the current one. Releases that were never announced have no number: of two versions
     * that nodes were started with, the one of the node that has run longer stays.
     */
    private boolean isBefore(Release ours, InForce theirs, NodeCard node) {
        if (theirs.number() != ours.number() || ours.number() > 0) {
            return theirs.number() > ours.number();
        }
        return !theirs.release().version().equals(ours.version()) && node.uptimeSeconds() > uptime();
    }

    private long uptime() {
        return cluster.nodes().get(0).uptimeSeconds();
    }

    /** A release that reached this node alone goes to all, unless there was a later one elsewhere meanwhile. */
    private void spread() {
        LogEntry.Given kept = unspread.getAndSet(null);
        if (kept == null) {
            return;
        }
        if (releases.isCurrent(kept.command().id())) {
            log.spread(kept);
        } else {
            LOG.warn(
                    "The release of {} reached this node alone, and another one came after it elsewhere: it is not spread",
                    kept.command().version());
        }
    }

    /**
     * A version that the settings of a node name is a proposal: it becomes current when all nodes that stay name it, so that a
     * rolling deployment tells nobody to go backwards. One node says so for all.
     */
    private void propose(List<NodeCard> others) {
        boolean isNew = !configured.isEmpty() && !releases.wasReleased(configured);
        if (!isNew || cluster.nodes().get(0).state() == NodeCard.State.LEAVING) {
            return;
        }
        for (NodeCard node : others) {
            boolean stays = node.state() == NodeCard.State.UP;
            boolean first = node.node().value() < cluster.self().value();
            if (stays && (first || !node.configured().equals(configured))) {
                return;
            }
        }
        LOG.info("All nodes were started with version {}: it becomes current", configured);
        give.accept(Order.release(configured, false));
    }
}

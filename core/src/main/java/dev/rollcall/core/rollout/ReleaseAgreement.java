// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.time.Timer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all nodes agree on one current release, whatever each has missed: the one with the highest number. Thread-safe.
 */
final class ReleaseAgreement {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseAgreement.class);

    /** Two nodes count as started together if their uptimes differ by at most this. */
    private static final long SAME_TIME_MILLIS = 1_000;

    /** Longer than the time between two renewals of a lease. */
    private static final long ALL_HAVE_SPOKEN_MILLIS = 5_000;

    private static final long NOT_YET = Long.MIN_VALUE;

    private final Cluster cluster;
    private final Releases releases;
    private final String configured;
    private final CommandLog log;
    private final Consumer<Order> give;
    private final Timer timer;
    private long reachedAt = NOT_YET; // on the cluster's thread
    private final AtomicReference<LogEntry.@Nullable Given> unspread = new AtomicReference<>();

    ReleaseAgreement(
            Cluster cluster, Releases releases, String configured, CommandLog log, Consumer<Order> give, Timer timer) {
        this.cluster = cluster;
        this.releases = releases;
        this.configured = configured;
        this.log = log;
        this.give = give;
        this.timer = timer;
    }

    String configured() {
        return configured;
    }

    /** Keeps a release that reached only this node until the others can be reached. */
    void keep(LogEntry.Given entry) {
        if (entry.command().order().action() instanceof Action.ReleaseVersion) {
            unspread.set(entry);
        }
    }

    /** Compares the current release with those of others. To be called on the cluster's thread. */
    void look(List<NodeCard> others) {
        boolean overtaken = false;
        for (NodeCard node : others) {
            InForce theirs = node.current();
            if (theirs != null && isBefore(releases.current(), theirs, node)) {
                overtaken = true;
                log.adopt(theirs);
            }
        }
        spread(overtaken);
        if (!overtaken) {
            propose(others);
        }
    }

    /**
     * Whether another node's release is the current one. Releases that were never announced have no number: of two
     * versions that nodes were started with, that of the longer-running node stays.
     */
    private boolean isBefore(Release ours, InForce theirs, NodeCard node) {
        if (theirs.number() != ours.number() || !ours.id().equals(Release.START)) {
            return theirs.number() > ours.number();
        }
        long older = node.uptimeMillis() - cluster.nodes().get(0).uptimeMillis();
        boolean first = Math.abs(older) < SAME_TIME_MILLIS
                ? node.node().value() < cluster.self().value()
                : older > 0;
        return first && !theirs.release().version().equals(ours.version());
    }

    /**
     * Sends a release that reached only this node to all, unless there was a later one elsewhere meanwhile. That is
     * known once the log has been read and every node has renewed its lease.
     */
    private void spread(boolean overtaken) {
        if (unspread.get() == null) {
            return;
        }
        long now = timer.ticks();
        reachedAt = reachedAt == NOT_YET ? now : reachedAt;
        if (!overtaken && now - reachedAt < ALL_HAVE_SPOKEN_MILLIS) {
            return;
        }
        reachedAt = NOT_YET;
        LogEntry.Given kept = unspread.getAndSet(null);
        if (kept == null) {
            return;
        }
        if (!overtaken && releases.isCurrent(kept.command().id())) {
            log.spread(kept);
        } else {
            LOG.warn(
                    "The release of {} reached only this node, and another release came later elsewhere: it is not spread",
                    kept.command().version());
        }
    }

    /**
     * A version that a node's settings name is a proposal: it becomes current when all nodes that are not leaving name
     * it, so that a rolling deployment sends nobody backwards. One node announces it for all.
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

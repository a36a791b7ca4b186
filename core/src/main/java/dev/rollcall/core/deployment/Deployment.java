// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.deployment;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.deployment.DeploymentState.Build;
import dev.rollcall.core.deployment.DeploymentState.Phase;
import dev.rollcall.core.event.RolloutEvent;
import dev.rollcall.core.event.RolloutEvents;
import dev.rollcall.core.rollout.Commands;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.rollout.Releases;
import dev.rollcall.core.telemetry.Telemetry;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the fleet serves, and announces a build once the whole fleet serves it. Another part asks and passes the
 * answers in. With several nodes only one watches, so that not all of them ask the same address. Thread-safe; never
 * blocks.
 */
public final class Deployment {

    /* Design: the check announces what the fleet has *become*, and does not undo what a person has decided. A build that was
     * never current is announced as soon as the fleet serves it. One that was current before is announced, as a rollback,
     * only when the fleet is known to have served the current version in between: it was announced by the check, or settled
     * on. Otherwise somebody announced the current version before the fleet served it; this is reported, and nothing is
     * done. The same goes for the first build that a check finds where the settings name another one. */

    /** The actor of commands that the deployment check gives, for the audit list. */
    public static final Actor CHECK = new Actor("check", Actor.Via.APPLICATION);

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** How many builds are remembered as seen. */
    private static final int MOST_SEEN = 1_000;

    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Releases releases;
    private final Commands commands;
    private final Cluster cluster;
    private final Timer timer;
    private final Telemetry telemetry;
    private final RolloutEvents events;
    private final DeploymentRules rules;
    private final boolean announces;

    private final Object lock = new Object(); // no other code is called while it is held
    private final Set<String> seen = new LinkedHashSet<>();
    private DeploymentTracker tracker;
    private Phase said = Phase.UNKNOWN;
    private @Nullable String saidOf;
    private @Nullable String wentBackTo;

    /**
     * Begins with nothing known.
     *
     * @param announces whether the build that the fleet settles on is announced; otherwise it is only shown
     */
    public Deployment(
            Releases releases,
            Commands commands,
            Cluster cluster,
            Timer timer,
            Telemetry telemetry,
            RolloutEvents events,
            DeploymentRules rules,
            boolean announces) {
        this.releases = releases;
        this.commands = commands;
        this.cluster = cluster;
        this.timer = timer;
        this.telemetry = telemetry;
        this.events = events;
        this.rules = rules;
        this.announces = announces;
        this.tracker = new DeploymentTracker(rules, timer.ticks(), timer.millis());
        telemetry.deploymentPhase(said.wireName());
    }

    /** Returns the node whose turn it is to ask. */
    public NodeCard watcher() {
        return cluster.first();
    }

    /** Returns whether it is this node's turn to ask. */
    public boolean isOurs() {
        return cluster.isFirst();
    }

    /**
     * Forgets how far the deployment is, because it is another node's turn. It still remembers which builds were seen.
     */
    public void rest() {
        synchronized (lock) {
            tracker = new DeploymentTracker(rules, timer.ticks(), timer.millis());
            if (said == Phase.UNKNOWN) {
                return;
            }
            said = Phase.UNKNOWN;
        }
        telemetry.deploymentPhase(Phase.UNKNOWN.wireName());
    }

    /** Takes an answer in, and announces what follows from it. */
    public void take(Answer answer) {
        telemetry.deploymentAsked(word(answer));
        String version = null;
        boolean served = false;
        boolean first = false;
        synchronized (lock) {
            if (answer instanceof Answer.Named named) {
                remember(named.version());
            }
            String before = tracker.settled();
            if (tracker.take(answer, timer.ticks(), timer.millis())) {
                version = tracker.settled();
                first = before == null;
                served = releases.currentVersion().equals(before);
            }
        }
        if (version != null) {
            settled(version, first, served);
        }
        say();
    }

    private static String word(Answer answer) {
        return answer instanceof Answer.Named ? "named" : answer instanceof Answer.Cached ? "cached" : "failed";
    }

    private void remember(String version) {
        if (seen.add(version) && seen.size() > MOST_SEEN) {
            Iterator<String> oldest = seen.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * @param first whether nothing is known about what the fleet served before
     * @param served whether the fleet has settled on the current version before
     */
    private void settled(String version, boolean first, boolean served) {
        Release current = releases.current();
        if (version.equals(current.version())) {
            return;
        }
        boolean former = releases.isRollback(version);
        boolean follows = former ? served || current.by().equals(CHECK) : !first || !releases.isAsConfigured();
        synchronized (lock) {
            wentBackTo = former && follows ? version : null;
        }
        if (!follows) {
            LOG.warn(
                    "The whole fleet serves {}, but {} is current, by {}, and stays so. To change that, announce {}",
                    version,
                    current.version(),
                    releases.isAsConfigured()
                            ? "the setting current-version"
                            : current.by().name(),
                    version);
        } else if (announces) {
            announce(version, former);
        }
    }

    private void announce(String version, boolean rollback) {
        LOG.info(
                "The whole fleet serves {}: {}",
                version,
                rollback ? "a rollback, it becomes current again" : "it becomes current");
        String before = releases.current().id();
        var unused = commands.give(Order.release(version, false), CHECK).exceptionally(failure -> {
            LOG.warn(
                    "{} could not be announced; the next attempt is in {} s: {}",
                    version,
                    AGAIN.toSeconds(),
                    failure.getMessage());
            timer.after(AGAIN, () -> announceAgain(version, rollback, before));
            return null;
        });
    }

    /** Does nothing if the fleet has moved on meanwhile, or somebody has announced another version. */
    private void announceAgain(String version, boolean rollback, String before) {
        boolean still;
        synchronized (lock) {
            still = tracker.isSettledOn(version);
        }
        if (still && releases.current().id().equals(before)) {
            announce(version, rollback);
        }
    }

    /** Reports how far the deployment is, once for each change. */
    private void say() {
        DeploymentState now = state();
        Phase before;
        synchronized (lock) {
            boolean sameBuild = !now.phase().isSettled() || Objects.equals(now.version(), saidOf);
            if (now.phase() == said && sameBuild) {
                return;
            }
            before = said;
            said = now.phase();
            saidOf = now.version();
        }
        telemetry.deploymentPhase(now.phase().wireName());
        LOG.info("Deployment check: {}", words(now));
        RolloutEvent.Type type = type(now.phase());
        if (type != null && isNews(before, now)) {
            events.happened(event(type, now));
        }
    }

    private static RolloutEvent.@Nullable Type type(Phase phase) {
        return switch (phase) {
            case SETTLED -> RolloutEvent.Type.SETTLED;
            case ROLLED_BACK -> RolloutEvent.Type.ROLLED_BACK;
            case SPLIT -> RolloutEvent.Type.SPLIT;
            case UNKNOWN, DEPLOYING -> null;
        };
    }

    /** It is not news when a check that has just begun, or could not ask for a while, finds the current version. */
    private boolean isNews(Phase before, DeploymentState now) {
        return before != Phase.UNKNOWN || !releases.currentVersion().equals(now.version());
    }

    private static RolloutEvent event(RolloutEvent.Type type, DeploymentState now) {
        String version = now.version() == null ? now.builds().get(0).version() : now.version();
        String why = type == RolloutEvent.Type.SPLIT ? words(now) : null;
        return new RolloutEvent(
                type.wireName() + "-" + Long.toString(now.since(), Character.MAX_RADIX),
                type,
                now.since(),
                version,
                null,
                null,
                why);
    }

    private static String words(DeploymentState now) {
        String builds = now.builds().stream()
                .map(build -> build.version() + " (" + build.answers() + ")")
                .collect(Collectors.joining(", "));
        return switch (now.phase()) {
            case UNKNOWN -> "unknown, " + now.why();
            case SETTLED -> "settled on " + now.version();
            case ROLLED_BACK -> "rolled back to " + now.version();
            case DEPLOYING, SPLIT -> now.phase().wireName() + ", the last answers named " + builds;
        };
    }

    /** Returns how far the deployment is, as far as this node knows. */
    public DeploymentState state() {
        DeploymentState state;
        boolean back;
        synchronized (lock) {
            state = tracker.state(timer.ticks());
            back = state.version() != null && state.version().equals(wentBackTo);
        }
        Release current = releases.current();
        back |= current.rollback() && current.version().equals(state.version());
        return back && state.phase() == Phase.SETTLED ? state.as(Phase.ROLLED_BACK) : state;
    }

    /** Returns whether this node has had an answer that named a version. The oldest of very many are forgotten. */
    public boolean hasSeen(String version) {
        synchronized (lock) {
            return seen.contains(version);
        }
    }

    /**
     * Returns what speaks against announcing a version now, for people; null when nothing known does.
     *
     * @param version the version to be announced
     */
    public @Nullable String contradiction(String version) {
        DeploymentState now = state();
        if (now.phase() == Phase.UNKNOWN || (now.phase().isSettled() && version.equals(now.version()))) {
            return null;
        }
        int all = now.builds().stream().mapToInt(Build::answers).sum();
        int named = now.builds().stream()
                .filter(build -> build.version().equals(version))
                .mapToInt(Build::answers)
                .sum();
        return "the deployment check says " + now.phase().wireName()
                + (now.phase().isSettled() ? " on " + now.version() : "")
                + ": of the last " + all + " answers " + named + " named " + version;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.CommandIds;
import dev.rollcall.core.command.Confirmation;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Outcome.Status;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.node.NodeId;
import dev.rollcall.core.receipt.ReceiptJournal;
import dev.rollcall.core.receipt.Receipts;
import dev.rollcall.core.time.Timer;
import dev.rollcall.core.wave.Waves;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one place where commands are given. Each is carried out on every node that is there, at once or at its pace,
 * and kept in the {@linkplain AuditList audit list} of each. Thread-safe.
 */
public final class Commands {

    private final CommandIds ids;
    private final Cluster cluster;
    private final Releases releases;
    private final CommandExecutor executor;
    private final CommandLog log;
    private final RolloutJournal journal;
    private final AuditList audit;
    private final Confirmation confirmation;
    private final Waves waves;
    private final Receipts receipts;

    /**
     * Gives commands to the connections of a hub and of the other nodes.
     *
     * @param configured the version that the settings of this node name; empty when they name none
     * @param thread carries out the commands of this node and others, in order: a thread of its own, or the caller's on
     *     a node that is alone and keeps nothing
     * @param journal keeps each command before it is carried out
     * @param kept keeps what became of commands that make tabs reload
     * @param confirmation which commands need to be confirmed
     */
    public Commands(
            Hub hub,
            Releases releases,
            Cluster cluster,
            Timer timer,
            String configured,
            Executor thread,
            RolloutJournal journal,
            ReceiptJournal kept,
            Confirmation confirmation) {
        this.journal = journal;
        this.confirmation = confirmation;
        this.ids = new CommandIds(hub.node(), timer);
        this.audit = new AuditList(journal, ids);
        this.cluster = cluster;
        this.releases = releases;
        this.waves = new Waves(hub, releases.order(), timer, thread, CommandExecutor.news(releases));
        this.receipts = new Receipts(waves, releases.order(), cluster, timer, kept);
        this.executor = new CommandExecutor(hub, releases, timer, waves, receipts);
        this.log =
                new CommandLog(cluster, releases, executor, receipts, audit, timer, configured, thread, this::propose);
    }

    /** Stops a command when its own rule says so: for {@link Receipts#onStop}. */
    public void stop(Command command, String reason) {
        give(Order.abort(command.id(), reason), Actor.STOP_RULE);
    }

    /** Returns the receipts of the commands that make tabs reload. */
    public Receipts receipts() {
        return receipts;
    }

    /** Returns what notifies tabs at their moment and follows them; it must be told of every change in the hub. */
    public Waves waves() {
        return waves;
    }

    /**
     * Returns whether an order that means this number of tabs needs to be confirmed, going by the total that is known.
     */
    public boolean needsConfirmation(Order order, Actor by, int matched) {
        return confirmation.needs(
                order, by, matched, Math.max(matched, cluster.counts().total()));
    }

    /** Returns what acts on the commands of all nodes. */
    public ClusterActor actor() {
        return log;
    }

    /** Returns the audit list. */
    public AuditList audit() {
        return audit;
    }

    /**
     * Gives a command: every node finds the tabs that are meant and notifies them. A release of the current version
     * changes nothing, unless it forces outdated tabs to reload.
     *
     * @return what became of it, once every node has answered, at the latest after {@link Cluster#PATIENCE}; on a node that is
     *     alone and keeps nothing at once, because the caller's thread does the work. Fails with a {@link
     *     dev.rollcall.core.journal.JournalException} when it could not be kept, and with a {@link
     *     dev.rollcall.core.command.ConfirmationException} when it needs to be confirmed: then nobody was told anything
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public CompletionStage<Outcome> give(Order order, Actor by) {
        receipts.stopRules().check(order);
        if (order.reloads()) {
            waves.refuseTooMany();
        }
        Command command = command(order, by);
        String previous = releases.currentVersion();
        if (isUnchanged(command)) {
            return CompletableFuture.completedStage(new Outcome(command, Status.UNCHANGED, 0, 1, previous, false));
        }
        executor.refuseTooMuchWork(command);
        return confirmed(command).thenCompose(paced -> give(paced, previous));
    }

    /**
     * Returns the command with the time that its rate takes, once the number of tabs is known; fails when that is too
     * many.
     */
    private CompletionStage<Command> confirmed(Command command) {
        Order order = command.order();
        boolean some = cluster.counts().total() > Confirmation.SOME || !cluster.isAlone();
        if (order.pace().perSecond() == 0 && !(some && confirmation.mayNeed(order, command.by()))) {
            return CompletableFuture.completedStage(command);
        }
        return counted(command).thenApply(counted -> {
            int matched = counted.matched();
            int total = Math.max(matched, cluster.counts().total());
            confirmation.check(order, command.by(), matched, total);
            return command.with(order.at(order.pace().forTabs(matched)));
        });
    }

    private CompletionStage<Outcome> give(Command command, String previous) {
        Outcome given = new Outcome(command, Status.GIVEN, 0, 1, previous, isRollback(command));
        return journal.keep(AuditEntry.begun(given), pending(command)).thenCompose(kept -> log.give(given));
    }

    /**
     * Returns what {@link #give} would do, and does nothing.
     *
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public CompletionStage<Outcome> dryRun(Order order, Actor by) {
        Command command = command(order, by);
        String previous = releases.currentVersion();
        return isUnchanged(command)
                ? CompletableFuture.completedStage(
                        new Outcome(command, Status.DRY_RUN, 0, 1, previous, isRollback(command)))
                : counted(command);
    }

    private CompletionStage<Outcome> counted(Command command) {
        Outcome own = new Outcome(
                command, Status.DRY_RUN, executor.count(command), 1, releases.currentVersion(), isRollback(command));
        return command.order().isLocal()
                ? CompletableFuture.completedStage(own)
                : cluster.countElsewhere(command).thenApply(counts -> withOthers(own, counts));
    }

    private void propose(Order order) {
        give(order, Actor.APPLICATION);
    }

    /**
     * Returns the release that a command would make current, as far as it is known in advance; null when it is not a
     * release.
     */
    private @Nullable Release pending(Command command) {
        return command.order().action() instanceof Action.ReleaseVersion release
                ? Release.of(
                        command,
                        release,
                        releases.isRollback(release.version()),
                        releases.current().number() + 1)
                : null;
    }

    private Outcome withOthers(Outcome own, Map<NodeId, Integer> counts) {
        int matched = own.matched()
                + counts.values().stream().mapToInt(Integer::intValue).sum();
        int nodes = Math.max(cluster.coverage().nodes(), counts.size() + 1);
        return own.with(
                matched,
                counts.size() + 1,
                nodes,
                PendingOutcome.missingNodes(counts.size() + 1, nodes, cluster.coverage()));
    }

    private boolean isUnchanged(Command command) {
        return command.order().action() instanceof Action.ReleaseVersion release
                && !release.force()
                && release.version().equals(releases.currentVersion());
    }

    private boolean isRollback(Command command) {
        return command.order().action() instanceof Action.ReleaseVersion release
                && !release.version().equals(releases.currentVersion())
                && releases.isRollback(release.version());
    }

    private Command command(Order order, Actor by) {
        long now = ids.nextTime();
        String version =
                order.action() instanceof Action.ReleaseVersion action ? action.version() : releases.currentVersion();
        return new Command(ids.id(now), now, by, order, version);
    }
}

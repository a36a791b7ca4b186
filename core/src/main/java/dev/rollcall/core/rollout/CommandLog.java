// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.cluster.Cluster;
import dev.rollcall.core.cluster.ClusterActor;
import dev.rollcall.core.cluster.InForce;
import dev.rollcall.core.cluster.LogEntry;
import dev.rollcall.core.cluster.NodeCard;
import dev.rollcall.core.cluster.NodeMessage.Done;
import dev.rollcall.core.cluster.NodeMessage.Progress;
import dev.rollcall.core.cluster.NodeMessage.Settled;
import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.SeenCommands;
import dev.rollcall.core.fault.OncePerMinute;
import dev.rollcall.core.receipt.Receipts;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the commands given on any node, once each, in the order of the log, and answers for those given here.
 * Thread-safe.
 */
final class CommandLog implements ClusterActor {

    /** The age up to which a command is carried out: later, the tabs that it meant have moved on. */
    static final Duration LIFE = Duration.ofSeconds(60);

    /** The longest time before a node carries out a command by itself. */
    private static final Duration ALONE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);

    private final Cluster cluster;
    private final Releases releases;
    private final CommandExecutor executor;
    private final Receipts receipts;
    private final AuditList audit;
    private final Timer timer;
    private final Executor thread;
    private final ReleaseAgreement agreement;
    private final SeenCommands seen = new SeenCommands();
    private final OncePerMinute refused = new OncePerMinute();
    private final ConcurrentHashMap<String, PendingOutcome> pending = new ConcurrentHashMap<>();

    CommandLog(
            Cluster cluster,
            Releases releases,
            CommandExecutor executor,
            Receipts receipts,
            AuditList audit,
            Timer timer,
            String configured,
            Executor thread,
            Consumer<Order> propose) {
        this.cluster = cluster;
        this.releases = releases;
        this.executor = executor;
        this.receipts = receipts;
        this.audit = audit;
        this.timer = timer;
        this.thread = thread;
        this.agreement = new ReleaseAgreement(cluster, releases, configured, this, propose, timer);
    }

    /**
     * Gives a command to all nodes. When they cannot be reached it is carried out here alone; a release is then spread
     * later.
     *
     * @param given the outcome before anything is known
     */
    CompletionStage<Outcome> give(Outcome given) {
        Command command = given.command();
        PendingOutcome asked = new PendingOutcome(given);
        pending.put(command.id(), asked);
        LogEntry.Given entry = new LogEntry.Given(cluster.self(), command, rollback(given));
        CompletionStage<Long> appended = null;
        if (command.order().isLocal()) {
            perform(entry, releases.current().number(), 0);
        } else {
            appended = append(entry, asked);
        }
        if (asked.settled().isDone()) {
            pending.remove(command.id());
        } else {
            CompletableFuture<Long> number = appended == null ? null : appended.toCompletableFuture();
            timer.after(Cluster.PATIENCE, () -> timeIsOver(asked, entry, number));
            timer.after(LIFE, () -> pending.remove(command.id()));
        }
        return asked.settled();
    }

    /** A rollback remains one while its version is current, even when that version is released once more. */
    private boolean rollback(Outcome given) {
        return given.command().order().action() instanceof Action.ReleaseVersion release
                && releases.isRollback(release.version());
    }

    private CompletionStage<Long> append(LogEntry.Given entry, PendingOutcome asked) {
        CompletionStage<Long> appended = cluster.append(entry);
        appended.whenComplete((number, failure) -> {
            if (failure != null) {
                performAlone(entry, asked);
            }
        });
        return appended;
    }

    private void performAlone(LogEntry.Given entry, PendingOutcome asked) {
        if (asked.claimAlone()) {
            agreement.keep(entry);
            perform(entry, releases.current().number(), 0);
        }
    }

    /** Stops waiting for a backplane that hangs: the command is carried out here, and its caller gets an answer. */
    private void timeIsOver(PendingOutcome asked, LogEntry.Given entry, @Nullable CompletableFuture<Long> appended) {
        if (appended != null && !appended.isDone()) {
            performAlone(entry, asked);
            timer.after(ALONE, () -> settle(asked));
        } else {
            settle(asked);
        }
    }

    /** Appends again a release that reached only this node. */
    void spread(LogEntry.Given entry) {
        cluster.append(entry).whenComplete((number, failure) -> {
            if (failure != null) {
                agreement.keep(entry);
            }
        });
    }

    @Override
    public void entry(long number, long ageMillis, LogEntry entry) {
        if (entry instanceof LogEntry.Given given) {
            if (ageMillis > lifeMillis(given.command().order())) {
                LOG.warn(
                        "Command {} came {} s late and is not carried out here",
                        given.command().id(),
                        ageMillis / 1_000);
                cluster.done(
                        given.from(), new Done(cluster.self(), given.command().id(), 0, true));
            } else {
                perform(given, number, ageMillis);
            }
        }
    }

    /** A release or an abort is never too old; a paced command is not while its wave runs. */
    private static long lifeMillis(Order order) {
        boolean always = order.action() instanceof Action.ReleaseVersion || order.action() instanceof Action.Abort;
        return always ? Long.MAX_VALUE : LIFE.plus(order.pace().spread()).toMillis();
    }

    /** Carries out a command soon, unless that was done before. */
    private void perform(LogEntry.Given given, long number, long ageMillis) {
        Command command = given.command();
        if (!seen.isNew(command.id())) {
            releases.number(command.id(), number);
            return;
        }
        try {
            thread.execute(() -> cluster.done(given.from(), carryOut(given, number, ageMillis)));
        } catch (RejectedExecutionException e) {
            refused(command);
            cluster.done(given.from(), new Done(cluster.self(), command.id(), 0, true));
        }
    }

    private void refused(Command command) {
        long more = refused.next();
        if (more != OncePerMinute.HELD_BACK) {
            LOG.warn(
                    "Too many commands at once: {} is not carried out here ({} more since the last such line)",
                    command.id(),
                    more);
        }
    }

    private Done carryOut(LogEntry.Given given, long number, long ageMillis) {
        Command command = given.command();
        String previous = releases.currentVersion();
        try {
            int matched = command.order().action() instanceof Action.ReleaseVersion release
                    ? release(command, release, given.rollback(), number, ageMillis)
                    : executor.execute(command, ageMillis);
            if (!given.from().equals(cluster.self())) {
                boolean rollback = given.rollback() && !command.version().equals(previous);
                audit.add(new Outcome(
                        command,
                        Outcome.Status.GIVEN,
                        matched,
                        cluster.coverage().nodes(),
                        previous,
                        rollback));
            }
            return new Done(cluster.self(), command.id(), matched, false);
        } catch (IllegalArgumentException e) {
            LOG.warn("Command {} is not carried out here: {}", command.id(), e.getMessage());
            return new Done(cluster.self(), command.id(), 0, true);
        }
    }

    private int release(Command command, Action.ReleaseVersion action, boolean rollback, long number, long ageMillis) {
        boolean isNews = !action.version().equals(releases.currentVersion());
        if (!releases.add(Release.of(command, action, rollback, number))) {
            return 0;
        }
        int matched = executor.release(command, action, isNews, ageMillis);
        releases.finish(command.id(), matched);
        return matched;
    }

    @Override
    public void done(Done done) {
        PendingOutcome asked = pending.get(done.command());
        if (asked == null) {
            return;
        }
        asked.add(done);
        if (asked.isClaimed()) {
            Outcome outcome = asked.outcome(cluster.coverage());
            audit.update(done.command(), outcome.matched(), outcome.answered(), outcome.nodes());
            tell(outcome);
        } else if (asked.isComplete(cluster.nodes())) {
            settle(asked);
        }
    }

    /** Answers the caller with what is known. Later answers only change the audit list. */
    private void settle(PendingOutcome asked) {
        if (!asked.claim()) {
            return;
        }
        Outcome outcome = asked.outcome(cluster.coverage());
        audit.addOwn(outcome);
        tell(outcome);
        asked.settled().complete(outcome);
    }

    private void tell(Outcome outcome) {
        String id = outcome.command().id();
        releases.finish(id, outcome.matched());
        cluster.settled(new Settled(cluster.self(), id, outcome.matched(), outcome.answered(), outcome.nodes()));
    }

    @Override
    public void progress(Progress progress) {
        Command command = progress.command();
        if (receipts.progress(progress) && seen.isNew(command.id())) {
            thread.execute(() -> executor.join(command, progress.elapsedMillis()));
        }
    }

    @Override
    public void settled(Settled settled) {
        audit.update(settled.command(), settled.matched(), settled.answered(), settled.nodes());
        releases.finish(settled.command(), settled.matched());
    }

    @Override
    public void nodes(List<NodeCard> others) {
        agreement.look(others);
    }

    /** Another node has a current release that this node never heard of: its tabs were told, those here were not. */
    void adopt(InForce theirs) {
        thread.execute(() -> {
            Command command = theirs.release();
            boolean isNews = !command.version().equals(releases.currentVersion());
            if (command.order().action() instanceof Action.ReleaseVersion action
                    && releases.adopt(Release.of(command, action, theirs.rollback(), theirs.number()))) {
                seen.isNew(command.id());
                executor.release(command, action, isNews, 0);
            }
        });
    }

    @Override
    public CompletionStage<Integer> count(Command command) {
        return CompletableFuture.supplyAsync(() -> executor.count(command), thread);
    }

    @Override
    public @Nullable InForce current() {
        Release current = releases.current();
        return new InForce(current.number(), current.rollback(), current.command(cluster.self()));
    }

    @Override
    public String configured() {
        // A version that was current here before is no proposal: a node that comes later must not make it current
        // again.
        return releases.wasReleased(agreement.configured()) ? "" : agreement.configured();
    }
}

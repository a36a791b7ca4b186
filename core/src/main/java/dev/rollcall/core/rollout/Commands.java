// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.CommandIds;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.command.Outcome;
import dev.rollcall.core.command.Outcome.Status;
import dev.rollcall.core.command.Pace;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.time.Timer;

/**
 * The one place where commands are given. Each is carried out at once, on the tabs connected now, and kept in the
 * {@linkplain AuditList audit list}. Thread-safe.
 */
public final class Commands {

    private final CommandIds ids;
    private final Releases releases;
    private final CommandExecutor executor;
    private final AuditList audit = new AuditList();

    /** Commands to the connections of a hub. */
    public Commands(Hub hub, Releases releases, Timer timer) {
        this.ids = new CommandIds(hub.node(), timer);
        this.releases = releases;
        this.executor = new CommandExecutor(hub, releases, timer);
    }

    /** Returns what was done so far. */
    public AuditList audit() {
        return audit;
    }

    /**
     * Gives a command: finds the tabs that are meant and notifies them. A release of the version that is current already
     * changes nothing, unless it forces outdated tabs to reload. Looks at every connection, on the caller's thread.
     *
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public Outcome give(Order order, Actor by) {
        Command command = command(order, by);
        Outcome outcome = order.action() instanceof Action.ReleaseVersion action
                ? release(command, action)
                : outcome(command, Status.GIVEN, executor.execute(command), releases.currentVersion(), false);
        if (outcome.status() == Status.GIVEN) {
            audit.add(outcome);
        }
        return outcome;
    }

    private Outcome release(Command command, Action.ReleaseVersion action) {
        String previous = releases.currentVersion();
        boolean isNews = !action.version().equals(previous);
        boolean rollback = isNews && releases.isRollback(action.version());
        if (!releases.add(Release.of(command, action))) {
            return outcome(command, Status.UNCHANGED, 0, previous, false);
        }
        int matched = executor.release(command, action.force(), isNews);
        releases.finish(command.id(), matched);
        return outcome(command, Status.GIVEN, matched, previous, rollback);
    }

    /**
     * Returns what {@link #give} would do, and does nothing. Looks at every connection, on the caller's thread.
     *
     * @throws IllegalArgumentException when the order does not fit, naming what
     */
    public Outcome dryRun(Order order, Actor by) {
        Command command = command(order, by);
        String current = releases.currentVersion();
        boolean release = order.action() instanceof Action.ReleaseVersion;
        boolean same = command.version().equals(current);
        boolean unchanged = same && order.action() instanceof Action.ReleaseVersion action && !action.force();
        boolean rollback = release && !same && releases.isRollback(command.version());
        return outcome(command, Status.DRY_RUN, unchanged ? 0 : executor.count(command), current, rollback);
    }

    private Command command(Order order, Actor by) {
        refuseWhatIsNotThereYet(order);
        long now = ids.nextTime();
        String version =
                order.action() instanceof Action.ReleaseVersion action ? action.version() : releases.currentVersion();
        return new Command(ids.id(now), now, by, order, version);
    }

    private static void refuseWhatIsNotThereYet(Order order) {
        if (!order.pace().equals(Pace.AT_ONCE)) {
            throw new IllegalArgumentException("spread: not available yet (expected: leave it out)");
        }
        if (order.deadline() != null) {
            throw new IllegalArgumentException("deadline: not available yet (expected: leave it out)");
        }
    }

    private static Outcome outcome(Command command, Status status, int matched, String previous, boolean rollback) {
        return new Outcome(command, status, matched, 1, 1, previous, rollback);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.funnel.Ended;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.match.WorkLimit;
import dev.rollcall.core.message.VersionNews;
import dev.rollcall.core.receipt.Receipts;
import dev.rollcall.core.time.Timer;
import dev.rollcall.core.wave.Waves;
import java.util.function.Predicate;

/** Carries out commands on this node: finds the tabs that are meant and notifies them. Thread-safe. */
final class CommandExecutor {

    private final Hub hub;
    private final Releases releases;
    private final VersionOrder order;
    private final Timer timer;
    private final Waves waves;
    private final Receipts receipts;

    CommandExecutor(Hub hub, Releases releases, Timer timer, Waves waves, Receipts receipts) {
        this.timer = timer;
        this.hub = hub;
        this.releases = releases;
        this.order = releases.order();
        this.waves = waves;
        this.receipts = receipts;
    }

    /** Returns what makes the news of the current version for tabs that a command makes reload. */
    static Waves.News news(Releases releases) {
        return (command, at, deadline) -> {
            Release current = releases.current();
            return new VersionNews(current.version(), current.rollback(), at, command.id(), deadline);
        };
    }

    /** Returns the number of tabs that a command means now. Looks at every connection. */
    int count(Command command) {
        boolean isCurrent = command.version().equals(order.currentVersion());
        // Once another version is current, every tab that is not on it is behind.
        VersionOrder then = isCurrent ? order : command::version;
        return hub.count(limited(command.order().target().compile(then)));
    }

    /**
     * Does nothing, or throws when the target is too much work, so that the caller learns of it.
     *
     * @throws IllegalArgumentException saying so
     */
    void refuseTooMuchWork(Command command) {
        if (command.order().target().isCostly()) {
            hub.count(limited(command.order().target().compile(order)));
        }
    }

    /**
     * Carries out a command other than a release, and returns the number of tabs that it means here. May look at every
     * connection.
     *
     * @param elapsedMillis how long ago the command was given
     */
    int execute(Command command, long elapsedMillis) {
        if (command.order().action() instanceof Action.Abort abort) {
            boolean itself = command.by().equals(Actor.STOP_RULE);
            return receipts.end(
                    abort.command(), new Ended(abort.reason(), command.by().name(), itself));
        }
        Predicate<Connection> target = command.order().target().compile(order);
        if (command.order().target().isCostly()) {
            hub.count(limited(target)); // gives up before anybody is notified; what it found is remembered
        }
        if (command.order().action() instanceof Action.Send send) {
            return hub.send(target, send.message());
        }
        if (command.order().action() instanceof Action.Reload) {
            receipts.given(command);
            return waves.begin(command, target, elapsedMillis);
        }
        VersionNews news = command.news(releases.current().rollback());
        return hub.send(target, tab -> news.of(order.isOutdated(tab.version()), false));
    }

    /** Joins another node's command that was given before this node could hear of it, for the tabs that come here. */
    void join(Command command, long elapsedMillis) {
        waves.begin(command, command.order().target().compile(order), elapsedMillis);
    }

    /**
     * Notifies the tabs of a release, and returns how many of them it makes outdated. Looks at every connection.
     *
     * @param action the release; with force, outdated tabs reload, at the pace of the command
     * @param isNews whether the version has only now become current: then tabs that have nothing to do are notified
     *     too, because what they knew is no longer true
     */
    int release(Command command, Action.ReleaseVersion action, boolean isNews, long elapsedMillis) {
        boolean paced = !command.order().pace().isAtOnce();
        boolean forces = action.force() && !paced;
        if (action.force()) {
            receipts.given(command);
        }
        Predicate<Connection> followed =
                forces ? waves.follow(command, tab -> order.isOutdated(tab.version())) : tab -> true;
        int outdated = notifyAll(command, forces, isNews, followed);
        if (forces) {
            waves.begun(command);
        }
        return action.force() && paced
                ? waves.begin(command, tab -> order.isOutdated(tab.version()), elapsedMillis)
                : outdated;
    }

    private int notifyAll(Command command, boolean forces, boolean isNews, Predicate<Connection> followed) {
        long deadline = Waves.deadline(command, command.at());
        VersionNews news =
                new VersionNews(command.version(), releases.current().rollback(), command.at(), command.id(), deadline);
        int[] outdated = {0};
        // No tab may hear of this version after a later one: the later announcement notifies every tab.
        Predicate<Connection> meant = tab -> {
            boolean behind = order.isOutdated(tab.version());
            boolean told = (behind || isNews) && releases.isCurrent(command.id());
            outdated[0] += told && behind && followed.test(tab) ? 1 : 0;
            return told;
        };
        hub.send(meant, tab -> {
            boolean behind = order.isOutdated(tab.version());
            return news.of(behind, behind && forces);
        });
        return outdated[0];
    }

    private Predicate<Connection> limited(Predicate<Connection> target) {
        return new WorkLimit<>(target, timer, WorkLimit.DEFAULT);
    }
}

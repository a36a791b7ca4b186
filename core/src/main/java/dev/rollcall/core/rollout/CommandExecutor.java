// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.match.WorkLimit;
import dev.rollcall.core.message.VersionNews;
import dev.rollcall.core.time.Timer;
import java.util.function.Predicate;

/** Carries commands out on this node: finds the tabs that are meant, and notifies them. Thread-safe. */
final class CommandExecutor {

    private final Hub hub;
    private final Releases releases;
    private final VersionOrder order;
    private final Timer timer;

    CommandExecutor(Hub hub, Releases releases, Timer timer) {
        this.timer = timer;
        this.hub = hub;
        this.releases = releases;
        this.order = releases.order();
    }

    /** Returns the number of tabs that a command means now. Looks at every connection. */
    int count(Command command) {
        boolean isCurrent = command.version().equals(order.currentVersion());
        // Once another version is current, every tab that is not on it is behind.
        VersionOrder then = isCurrent ? order : command::version;
        return hub.count(limited(command.order().target().compile(then)));
    }

    /**
     * Does nothing, or gives up where the target is too much work, so that the caller learns of it.
     *
     * @throws IllegalArgumentException saying so
     */
    void refuseTooMuchWork(Command command) {
        if (command.order().target().isCostly()) {
            hub.count(limited(command.order().target().compile(order)));
        }
    }

    /** Notifies the tabs that a command means, and returns their number. Looks at every connection. */
    int execute(Command command) {
        Predicate<Connection> target = command.order().target().compile(order);
        if (command.order().target().isCostly()) {
            hub.count(limited(target)); // gives up before anybody is notified; what it has found is remembered
        }
        if (command.order().action() instanceof Action.Send send) {
            return hub.send(target, send.message());
        }
        VersionNews news = command.news(releases.current().rollback());
        boolean force = command.order().action() instanceof Action.Reload;
        return hub.send(target, tab -> news.of(order.isOutdated(tab.version()), force));
    }

    /**
     * Notifies the tabs of a release, and returns the number of those that are outdated by it. Looks at every connection.
     *
     * @param isNews whether the version has become current just now: then the tabs that have nothing to do are notified too,
     *     because what they knew is no longer true
     */
    int release(Command command, boolean force, boolean isNews) {
        VersionNews news = command.news(releases.current().rollback());
        int[] outdated = {0};
        // No tab may hear of this version after a later one: the later announcement notifies every tab.
        Predicate<Connection> meant = tab -> {
            boolean behind = order.isOutdated(tab.version());
            boolean told = (behind || isNews) && releases.isCurrent(command.id());
            outdated[0] += told && behind ? 1 : 0;
            return told;
        };
        hub.send(meant, tab -> {
            boolean behind = order.isOutdated(tab.version());
            return news.of(behind, behind && force);
        });
        return outdated[0];
    }

    private Predicate<Connection> limited(Predicate<Connection> target) {
        return new WorkLimit<>(target, timer, WorkLimit.DEFAULT);
    }
}

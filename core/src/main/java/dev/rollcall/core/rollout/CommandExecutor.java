// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import java.util.function.Predicate;

/** Carries commands out on this node: finds the tabs that are meant, and notifies them. Thread-safe. */
final class CommandExecutor {

    private final Hub hub;
    private final Releases releases;

    CommandExecutor(Hub hub, Releases releases) {
        this.hub = hub;
        this.releases = releases;
    }

    /** Returns the number of tabs that a command means now. Looks at every connection. */
    int count(Command command) {
        return hub.count(command.order().target().compile(command.version()));
    }

    /** Notifies the tabs that a command means, and returns their number. Looks at every connection. */
    int execute(Command command) {
        Predicate<Connection> target = command.order().target().compile(command.version());
        if (command.order().action() instanceof Action.ReleaseVersion) {
            // No tab may hear of this version after a later one: the later announcement notifies every tab.
            Predicate<Connection> meant = target;
            target = tab -> releases.isCurrent(command.id()) && meant.test(tab);
        }
        return hub.send(target, command.message());
    }
}

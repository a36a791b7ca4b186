// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.message.VersionNews;

/**
 * An order that was given: a value that can be stored, shown, and carried out on any node. Immutable.
 *
 * @param id identifies it; a tab acts on it once
 * @param at when it was given, in milliseconds since the epoch; no two commands of a node have the same time
 * @param by who gave it
 * @param order what was asked for
 * @param version the current version as this command sees it: the one it releases, or the one that was current at the
 *     time
 */
public record Command(String id, long at, Actor by, Order order, String version) {

    /**
     * Returns the news of the current version, as this command sees it.
     *
     * @param rollback whether that version was current before, and has become current again
     */
    public VersionNews news(boolean rollback) {
        return new VersionNews(version, rollback, at, id);
    }

    /** Returns the version, the type of the message, or why a command is aborted: what the audit list shows beside the action. */
    public String detail() {
        if (order.action() instanceof Action.Abort abort) {
            return abort.reason();
        }
        return order.action() instanceof Action.Send send ? send.message().type() : version;
    }

    /** Returns which tabs it means, or which command it aborts, in words. */
    public String object() {
        return order.action() instanceof Action.Abort abort
                ? "command " + abort.command()
                : order.target().toString();
    }

    /** Returns the same command with another order, when more is known about it. */
    public Command with(Order other) {
        return new Command(id, at, by, other, version);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;

/**
 * An order that was given: a value that can be stored, shown, and carried out on any node. Immutable.
 *
 * @param id names it; a tab acts on it once
 * @param at when it was given, in milliseconds since the epoch; no two commands of a node have the same time
 * @param by who gave it
 * @param order what was asked for
 * @param version the current version as this command sees it: the released one, or the one that was current at the time
 */
public record Command(String id, long at, Actor by, Order order, String version) {

    /** Returns what the tabs receive: the same for all. */
    public Message message() {
        Action action = order.action();
        if (action instanceof Action.Send send) {
            return send.message();
        }
        boolean force = action instanceof Action.Reload || (action instanceof Action.ReleaseVersion it && it.force());
        return Messages.version(version, force, at, id);
    }

    /** Returns the version, or the type of the message: what the audit list shows beside the action. */
    public String detail() {
        return order.action() instanceof Action.Send send ? send.message().type() : version;
    }
}

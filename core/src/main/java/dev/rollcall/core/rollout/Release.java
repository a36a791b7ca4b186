// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.message.Message;
import dev.rollcall.core.message.Messages;

/**
 * A version that was announced, or that was current from the start.
 *
 * @param id names this announcement, and is that of its command; a tab never acts twice on the same announcement
 * @param version the build id
 * @param force whether tabs on other versions were told to reload, and not only that there is a new version
 * @param at when, in milliseconds since the epoch
 * @param by who announced it
 * @param told the number of tabs that were notified
 */
public record Release(String id, String version, boolean force, long at, Actor by, int told) {

    static Release of(Command command, Action.ReleaseVersion action) {
        return new Release(command.id(), action.version(), action.force(), command.at(), command.by(), 0);
    }

    Release withTold(int tabs) {
        return new Release(id, version, force, at, by, tabs);
    }

    Message message() {
        return Messages.version(version, force, at, id);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.message.VersionNews;

/**
 * A version that was announced, or that was current from the start.
 *
 * @param id names this announcement, and is that of its command; a tab never acts twice on the same announcement
 * @param version the build id
 * @param force whether outdated tabs were told to reload, and not only that there is a new version
 * @param rollback whether the version was current before another one, and became current again
 * @param at when, in milliseconds since the epoch
 * @param by who announced it
 * @param told the number of tabs that were outdated by it and notified
 */
public record Release(String id, String version, boolean force, boolean rollback, long at, Actor by, int told) {

    /** The id of a version that was current from the start, and announced to nobody. */
    static final String START = "start";

    static Release start(String version, long at) {
        return new Release(START, version, false, false, at, Actor.APPLICATION, 0);
    }

    static Release of(Command command, Action.ReleaseVersion action) {
        return new Release(command.id(), action.version(), action.force(), false, command.at(), command.by(), 0);
    }

    Release withTold(int tabs) {
        return new Release(id, version, force, rollback, at, by, tabs);
    }

    Release withRollback(boolean isRollback) {
        return new Release(id, version, force, isRollback, at, by, told);
    }

    VersionNews news() {
        return new VersionNews(version, rollback, at, id);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.rollout;

import dev.rollcall.core.command.Action;
import dev.rollcall.core.command.Actor;
import dev.rollcall.core.command.Command;
import dev.rollcall.core.command.Order;
import dev.rollcall.core.message.VersionNews;
import dev.rollcall.core.node.NodeId;

/**
 * A version that was announced, or that was current from the start.
 *
 * @param id identifies this announcement, and is the id of its command; a tab never acts twice on the same announcement
 * @param version the build id
 * @param force whether outdated tabs were told to reload, and not only that there is a new version
 * @param rollback whether the version was current before another one, and became current again
 * @param at when, in milliseconds since the epoch
 * @param by who announced it
 * @param told the number of tabs that it made outdated and notified
 * @param number of two releases, the one with the higher number is current on every node; 0 for one that was current
 *     from the start
 */
public record Release(
        String id, String version, boolean force, boolean rollback, long at, Actor by, int told, long number) {

    /** The id of a version that was current from the start and announced to nobody. */
    static final String START = "start";

    static Release start(String version, long at) {
        return new Release(START, version, false, false, at, Actor.APPLICATION, 0, 0);
    }

    static Release of(Command command, Action.ReleaseVersion action, boolean rollback, long number) {
        return new Release(
                command.id(), action.version(), action.force(), rollback, command.at(), command.by(), 0, number);
    }

    /**
     * Returns the command that made this current, or would have.
     *
     * @param node this node: two that were started with different versions must not give them one id
     */
    Command command(NodeId node) {
        String unique = id.equals(START) ? START + "-" + node.text() : id;
        return new Command(unique, at, by, Order.release(version, force), version);
    }

    /**
     * Returns what identifies it among the releases of all processes: those that were current from the start share one
     * id.
     */
    String key() {
        return id.equals(START) ? START + "-" + at : id;
    }

    Release withTold(int tabs) {
        return new Release(id, version, force, rollback, at, by, tabs, number);
    }

    Release withNumber(long higher) {
        return new Release(id, version, force, rollback, at, by, told, higher);
    }

    VersionNews news() {
        return new VersionNews(version, rollback, at, id);
    }
}

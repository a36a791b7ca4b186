// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for: the part of a {@link Command} that is there before the command is given. Every way in, HTTP,
 * dashboard, Actuator or Java, makes one of these. Immutable.
 *
 * @param action what the tabs are to do
 * @param target which tabs
 * @param pace how fast
 * @param deadline how long a tab may put a reload off; null for as long as the application likes
 */
public record Order(
        Action action, Target target, Pace pace, @Nullable Duration deadline) {

    /** An order without pace and deadline. */
    private static Order of(Action action, Target target) {
        return new Order(action, target, Pace.AT_ONCE, null);
    }

    /**
     * Returns the order to make a version current, and to notify every tab of it. Its target are the tabs that are outdated
     * by it.
     *
     * @param version 1 to 128 printable characters
     * @param force whether the outdated tabs are to reload by themselves
     * @throws IllegalArgumentException when the version does not fit
     */
    public static Order release(String version, boolean force) {
        return of(new Action.ReleaseVersion(version, force), Target.outdated());
    }

    /** Returns the order to remind tabs of the current version. */
    public static Order announce(Target target) {
        return of(new Action.Announce(), target);
    }

    /** Returns the order that makes tabs reload, whatever version they are on. */
    public static Order reload(Target target) {
        return of(new Action.Reload(), target);
    }

    /** Returns the order to send tabs a message. */
    public static Order send(Target target, Message message) {
        return of(new Action.Send(message), target);
    }

    /** Returns the same order for fewer tabs: those that both targets mean. */
    public Order narrowedTo(Target further) {
        return new Order(action, target.and(further), pace, deadline);
    }

    /** Whether the order holds code of the application, and so cannot leave this process. */
    public boolean isLocal() {
        return target.isLocal()
                || (action instanceof Action.Send send && send.message().hasTail());
    }
}

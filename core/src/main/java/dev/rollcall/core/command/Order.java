// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.command;

import dev.rollcall.core.match.Target;
import dev.rollcall.core.message.Message;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for: the part of a {@link Command} that exists before the command is given. HTTP, the dashboard,
 * Actuator and Java all make one of these. Immutable.
 *
 * @param action what the tabs are to do
 * @param target which tabs
 * @param pace how fast
 * @param deadline how long a tab may put a reload off, up to {@link #LONGEST_DEADLINE}; null for as long as the application
 *     likes
 * @param stopWhen when it stops by itself; null for never
 * @param confirm how many tabs the caller believes are meant, where that must be confirmed; null when the caller has
 *     not said
 */
public record Order(
        Action action,
        Target target,
        Pace pace,
        @Nullable Duration deadline,
        @Nullable StopRule stopWhen,
        @Nullable Integer confirm) {

    /** The longest time for which a tab may put a reload off. */
    public static final Duration LONGEST_DEADLINE = Duration.ofDays(7);

    /**
     * Checks that all fits together.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Order {
        Objects.requireNonNull(action, "action: null (expected: one of those in Action)");
        Objects.requireNonNull(target, "target: null (expected: one such as Target.all())");
        Objects.requireNonNull(pace, "pace: null (expected: one such as Pace.AT_ONCE)");
        if (deadline != null
                && (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(LONGEST_DEADLINE) > 0)) {
            throw new IllegalArgumentException("deadline: " + deadline.toSeconds() + " (expected: 1 to "
                    + LONGEST_DEADLINE.toSeconds() + ", in seconds)");
        }
        if (confirm != null && confirm < 0) {
            throw new IllegalArgumentException("confirm: " + confirm + " (expected: the number of tabs)");
        }
        if (!reloads(action)) {
            refuse(!pace.isAtOnce(), pace.perSecond() > 0 ? "perSecond" : "spread");
            refuse(deadline != null, "deadline");
            refuse(stopWhen != null, "stopWhen");
            refuse(confirm != null, "confirm");
        }
    }

    private static void refuse(boolean given, String name) {
        if (given) {
            throw new IllegalArgumentException(name
                    + ": only for commands that make tabs reload, action reload or force (expected: leave it out)");
        }
    }

    /** An order that is carried out at once. */
    private static Order of(Action action, Target target) {
        return new Order(action, target, Pace.AT_ONCE, null, null, null);
    }

    /**
     * Returns the order to make a version current, and to notify every tab of it. Its target is the tabs that it makes
     * outdated.
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

    /**
     * Returns the order to abort a command: tabs whose moment has not come are let off.
     *
     * @param command the id of the command
     * @param reason why, in words for people, 1 to 200 printable characters
     */
    public static Order abort(String command, String reason) {
        return of(new Action.Abort(command, reason), Target.all());
    }

    /** Returns the same order at another pace. */
    public Order at(Pace other) {
        return new Order(action, target, other, deadline, stopWhen, confirm);
    }

    /** Returns the same order with a limit on how long a tab may put the reload off. */
    public Order within(Duration longest) {
        return new Order(action, target, pace, longest, stopWhen, confirm);
    }

    /** Returns the same order, to be stopped when a rule applies. */
    public Order until(StopRule rule) {
        return new Order(action, target, pace, deadline, rule, confirm);
    }

    /** Returns the same order for fewer tabs: only those that another target means, too. */
    public Order only(Target other) {
        return new Order(action, target.and(other), pace, deadline, stopWhen, confirm);
    }

    /** Returns the same order, confirmed for this number of tabs. */
    public Order confirmed(int tabs) {
        return new Order(action, target, pace, deadline, stopWhen, tabs);
    }

    /** Returns whether it makes tabs reload, and so has a funnel. */
    public boolean reloads() {
        return reloads(action);
    }

    private static boolean reloads(Action action) {
        return action instanceof Action.Reload || (action instanceof Action.ReleaseVersion release && release.force());
    }

    /** Whether the order holds code of the application, and so cannot leave this process. */
    public boolean isLocal() {
        return target.isLocal()
                || (action instanceof Action.Send send && send.message().hasTail());
    }
}

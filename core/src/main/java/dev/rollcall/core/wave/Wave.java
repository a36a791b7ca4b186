// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.funnel.Place;
import dev.rollcall.core.node.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One command on this node, until it is through with all its tabs: which of them wait for their moment, and how far the
 * others have come. Thread-safe, by its own lock, under which no other code than the target is called.
 */
final class Wave {

    /*
     * Design: the step of a tab takes one byte, at the slot of its connection; with the order of the moments that makes
     * five bytes for each tab while the wave runs. A tab whose connection has ended is known by that connection's id
     * for a minute.
     */

    /** The time between two checks of all tabs for those that do not answer. */
    private static final long SILENCE_MILLIS = 60_000;

    private final Command command;
    private final Predicate<Connection> target;
    private final long start;
    private final Moments moments;
    private final AwayTabs away = new AwayTabs();
    private final Tally tally = new Tally();
    private byte[] steps = new byte[64];
    private long looked;
    private long deferredUntil;
    private boolean begun;
    private boolean aborted;
    private boolean over;

    /**
     * A command that was given.
     *
     * @param target what its target means, tested under the lock of this
     * @param start when it was given, by the clock that nobody can set; in the past when this node learned of it late
     */
    Wave(Command command, Predicate<Connection> target, long start) {
        this.command = command;
        this.target = target;
        this.start = start;
        this.looked = start;
        this.moments = new Moments(command.id().hashCode() * 0x9e3779b97f4a7c15L, spreadMillis());
    }

    Command command() {
        return command;
    }

    long elapsed(long ticks) {
        return Math.max(0, ticks - start);
    }

    long spreadMillis() {
        return command.order().pace().spread().toMillis();
    }

    /**
     * Records that a tab is notified now, at the beginning of a command without a pace; returns false when it has gone.
     */
    synchronized boolean notified(Connection tab) {
        return enter(tab, Step.SENT);
    }

    /**
     * Makes a tab wait for its moment, if it is meant; returns false when it is not. To be called before {@link
     * #begin}.
     */
    synchronized boolean plan(Connection tab) {
        if (aborted || !target.test(tab) || !enter(tab, Step.WAITING)) {
            return false;
        }
        moments.add(tab);
        return true;
    }

    /** All tabs that are there have been planned or notified. */
    synchronized void begin() {
        moments.sort();
        begun = true;
    }

    private boolean enter(Connection tab, Step step) {
        if (over || tab.isClosed() || step(tab.slot()) != Step.NONE) {
            return false;
        }
        set(tab.slot(), step);
        tally.add(step.place());
        return true;
    }

    /**
     * Returns the tabs to notify now, and records that they are notified. A tab that is no longer meant is let off: it
     * has gone to another page, or another version has become current.
     *
     * @param deadline until when they may put it off, in milliseconds since the epoch; 0 for as long as they like
     */
    synchronized List<Connection> due(Hub hub, long ticks, long deadline) {
        if (!begun || over) {
            return List.of();
        }
        List<Connection> notified = new ArrayList<>();
        for (Connection tab : moments.due(hub, elapsed(ticks), slot -> step(slot) == Step.WAITING)) {
            if (!step(tab.slot()).isWaiting() || hub.at(tab.slot()) != tab) {
                continue;
            }
            boolean meant = target.test(tab);
            change(tab.slot(), meant ? Step.SENT : Step.NONE, meant ? Place.DELIVERED : Place.ABORTED);
            if (meant) {
                notified.add(tab);
            }
        }
        deferredUntil = notified.isEmpty() ? deferredUntil : deadline;
        return notified;
    }

    /** The tabs of a command without a pace were notified. Sets until when they may put it off. */
    synchronized void deferrableUntil(long deadline) {
        deferredUntil = deadline;
    }

    /** Returns whether a tab of this node may still have to be notified. */
    synchronized boolean hasMoments() {
        return !over && (!begun || !moments.isEmpty());
    }

    /** A tab acknowledges how far it has come. */
    synchronized void acknowledged(Connection tab, Step said, @Nullable String reason) {
        if (over || tab.isClosed() || step(tab.slot()) == Step.NONE) {
            return;
        }
        boolean first = step(tab.slot()) != said;
        change(tab.slot(), said, said.place());
        if (first && said == Step.DEFERRED && reason != null) {
            tally.deferredFor(reason);
        }
    }

    /** A tab's connection has ended. It may come back. */
    synchronized void closed(Connection tab, long ticks) {
        Step step = step(tab.slot());
        set(tab.slot(), Step.NONE);
        if (step.isOpen() && !over) {
            away.add(tab.id(), step, ticks);
            tally.move(step.place(), Place.RELOADING);
        }
    }

    /**
     * Takes out a tab that was here, because it has come back; it is in no place then, until the caller says in which.
     *
     * @return how far it had come; null when it is not known here
     */
    synchronized @Nullable Step take(String former) {
        Step step = over ? null : away.remove(former);
        if (step != null) {
            tally.remove(Place.RELOADING);
        }
        return step;
    }

    /** A tab that was taken out, or one that was gone, has come back with a page that was loaded since. */
    synchronized void returned(String version, boolean outdated) {
        tally.add(outdated ? Place.UNCHANGED : Place.RETURNED);
        tally.returnedOn(version);
    }

    /**
     * A tab that is connected here has loaded another page meanwhile.
     *
     * @param through whether the command is through with a tab that had come so far
     */
    synchronized void isBack(Connection tab, Predicate<Step> through, boolean outdated) {
        Step step = step(tab.slot());
        if (!over && step != Step.NONE && !tab.isClosed() && through.test(step)) {
            change(tab.slot(), Step.NONE, null);
            returned(tab.version(), outdated);
        }
    }

    /** Takes one tab off those that were gone, for one that has come back late; returns false when there is none. */
    synchronized boolean takeGone() {
        boolean found = !over && tally.at(Place.GONE) > 0;
        if (found) {
            tally.remove(Place.GONE);
        }
        return found;
    }

    /** A tab is here that was counted by a node that has ended. */
    synchronized void adopt(NodeId from) {
        tally.adopt(from);
    }

    /** A tab goes on here where it stood, over another connection. */
    synchronized void resume(Connection tab, Step step, long ticks) {
        boolean again = step.isWaiting() || step == Step.SENT || step == Step.SENT_BEFORE;
        if (again && aborted && step.isWaiting()) {
            tally.add(Place.ABORTED);
        } else if (!enter(tab, again ? Step.WAITING_LATE : step)) {
            tally.add(Place.RELOADING); // gone again already
            away.add(tab.id(), step, ticks);
        } else if (again) {
            moments.addLate(tab, elapsed(ticks));
        }
    }

    /** Makes a tab that comes late wait for its moment, if it is meant and the wave has not ended. */
    synchronized boolean joins(Connection tab, long ticks) {
        if (aborted || elapsed(ticks) >= spreadMillis() || !target.test(tab) || !enter(tab, Step.WAITING_LATE)) {
            return false;
        }
        moments.addLate(tab, elapsed(ticks));
        return true;
    }

    /** Lets off the tabs that wait, and returns their number. */
    synchronized int abort() {
        aborted = true;
        int waiting = tally.at(Place.WAITING);
        for (int slot = 0; slot < steps.length; slot++) {
            if (step(slot).isWaiting()) {
                change(slot, Step.NONE, Place.ABORTED);
            }
        }
        return waiting;
    }

    synchronized boolean isAborted() {
        return aborted;
    }

    /** Checks, every second or so, for tabs that have been away too long and tabs that do not answer. */
    synchronized void look(long ticks) {
        if (over) {
            return;
        }
        away.expire(ticks, step -> tally.move(Place.RELOADING, afterSilence(step)));
        if (ticks - looked >= SILENCE_MILLIS) {
            looked = ticks;
            silence();
        }
        if (elapsed(ticks) > spreadMillis() + Waves.FOLLOWED.toMillis()) {
            end();
        }
    }

    private boolean isThrough(long ticks) {
        boolean allTold = begun && moments.isEmpty() && (aborted || elapsed(ticks) >= spreadMillis());
        return over || (allTold && tally.open() == 0);
    }

    /** A 1.x tab ends its connection after a command, and its next connection does not refer to it: it has probably reloaded. */
    private static Place afterSilence(Step step) {
        return step == Step.SENT || step == Step.SENT_BEFORE ? Place.UNCONFIRMED : Place.GONE;
    }

    private void silence() {
        for (int slot = 0; slot < steps.length; slot++) {
            Step step = step(slot);
            if (step == Step.SENT) {
                change(slot, Step.SENT_BEFORE, Place.DELIVERED);
            } else if (step == Step.SENT_BEFORE) {
                change(slot, Step.UNCONFIRMED, Place.UNCONFIRMED);
            }
        }
    }

    /** Follows nothing any more: what is known stays. */
    synchronized void end() {
        over = true;
        steps = new byte[0];
    }

    synchronized Funnel funnel(long ticks) {
        return tally.funnel(deferredUntil, isThrough(ticks));
    }

    private void change(int slot, Step to, @Nullable Place place) {
        tally.move(step(slot).place(), place);
        set(slot, to);
    }

    private Step step(int slot) {
        return slot < steps.length ? Step.of(steps[slot]) : Step.NONE;
    }

    private void set(int slot, Step step) {
        if (slot >= steps.length) {
            if (step == Step.NONE || over) {
                return;
            }
            steps = Arrays.copyOf(steps, Math.max(slot + 1, steps.length * 2));
        }
        steps[slot] = step.code();
    }
}

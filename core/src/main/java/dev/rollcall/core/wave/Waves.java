// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.wave;

import dev.rollcall.core.command.Command;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.Hub;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.funnel.Funnel;
import dev.rollcall.core.match.VersionOrder;
import dev.rollcall.core.message.VersionNews;
import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The commands that make tabs of this node reload: notifies each tab at its moment, and follows all of them until they are back.
 * While there are none, tabs cost nothing. Thread-safe.
 */
public final class Waves implements HubObserver {

    /**
     * The number of commands that are followed at a time. To follow one more, the oldest that has notified all its tabs is
     * dropped, and its receipt stays as it is. A command that still has tabs to notify is never dropped.
     */
    public static final int MOST = 16;

    /** How long a command is followed after its last moment. */
    public static final Duration FOLLOWED = Duration.ofHours(24);

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Hub hub;
    private final VersionOrder order;
    private final Timer timer;
    private final Executor thread;
    private final News news;
    private final FollowedWaves waves = new FollowedWaves();
    private volatile Runnable looked = () -> {};
    private volatile Predicate<String> needed = command -> false;
    private boolean ticking; // the lock of this, as the next
    private boolean looking;
    private volatile boolean closed;

    /** Makes the messages that tabs receive. */
    @FunctionalInterface
    public interface News {
        /**
         * Returns the news of the current version, on behalf of a command.
         *
         * @param at now, in milliseconds since the epoch
         * @param deadline until when a tab may put the reload off, in milliseconds since the epoch; 0 for as long as it likes
         */
        VersionNews of(Command command, long at, long deadline);
    }

    /**
     * Begins without commands.
     *
     * @param thread runs what looks at many tabs; the thread of commands
     */
    public Waves(Hub hub, VersionOrder order, Timer timer, Executor thread, News news) {
        this.hub = hub;
        this.order = order;
        this.timer = timer;
        this.thread = thread;
        this.news = news;
    }

    /**
     * A command that is followed here.
     *
     * @param elapsedMillis how long ago it was given
     * @param funnel how far it has come here
     */
    public record Followed(Command command, long elapsedMillis, Funnel funnel) {}

    /** Sets what is called every second while anything is followed. On the timer's thread. */
    public void onLook(Runnable action) {
        looked = action;
    }

    /** Sets what tells whether a command, by its id, must still be followed when all tabs of this node are through. */
    public void whileNeeded(Predicate<String> elsewhere) {
        needed = elsewhere;
    }

    /**
     * Carries out a command that makes tabs reload: at once, or each tab at its moment.
     *
     * @param target what it means
     * @param elapsedMillis how long ago it was given
     * @return how many tabs it means here now
     */
    public int begin(Command command, Predicate<Connection> target, long elapsedMillis) {
        Wave wave = follow(command, target, elapsedMillis);
        if (!command.order().pace().isAtOnce()) {
            int planned = hub.count(wave::plan);
            wave.begin();
            tick();
            return planned;
        }
        long deadline = deadline(command, command.at());
        VersionNews message = news.of(command, command.at(), deadline);
        int notified = hub.send(
                tab -> target.test(tab) && wave.notified(tab),
                tab -> message.of(order.isOutdated(tab.version()), true));
        wave.deferrableUntil(deadline);
        wave.begin();
        return notified;
    }

    /**
     * Follows a command whose tabs the caller notifies itself; it calls {@link #begun} when all are notified.
     *
     * @return records that a tab is notified now; false when it has gone
     */
    public Predicate<Connection> follow(Command command, Predicate<Connection> target) {
        Wave wave = follow(command, target, 0);
        return wave::notified;
    }

    /** The caller has notified all tabs of a command that it notifies itself. */
    public void begun(Command command) {
        Wave wave = waves.find(command.id());
        if (wave != null) {
            wave.deferrableUntil(deadline(command, command.at()));
            wave.begin();
        }
    }

    /** Follows again a command that this node carried out before its restart: the tabs are on their way back. */
    public void resume(Command command, Predicate<Connection> target, long elapsedMillis, boolean aborted) {
        Wave wave = follow(command, target, elapsedMillis);
        if (aborted) {
            wave.abort();
        }
        wave.begin();
    }

    private Wave follow(Command command, Predicate<Connection> target, long elapsedMillis) {
        Wave wave = new Wave(command, target, timer.ticks() - elapsedMillis);
        synchronized (this) {
            waves.add(wave);
            if (!looking && !closed) {
                looking = true;
                timer.after(LOOK, this::look);
            }
        }
        return wave;
    }

    /**
     * Refuses a further command while all that are followed still have tabs to notify.
     *
     * @throws IllegalArgumentException saying so
     */
    public void refuseTooMany() {
        waves.refuseTooMany();
    }

    /** Returns the time until which a tab that is notified now may put the reload off, in milliseconds since the epoch; 0 for no limit. */
    public static long deadline(Command command, long now) {
        Duration deadline = command.order().deadline();
        return deadline == null ? 0 : now + deadline.toMillis();
    }

    private synchronized void tick() {
        if (!ticking && !closed && waves.all().stream().anyMatch(Wave::hasMoments)) {
            ticking = true;
            timer.after(TICK, () -> run(this::notifyDue));
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // that thread has so much to do that it is late anyway
        }
    }

    private void notifyDue() {
        waves.all().forEach(this::notifyDue);
        synchronized (this) {
            ticking = false;
        }
        tick();
    }

    private void notifyDue(Wave wave) {
        long now = timer.millis();
        long deadline = deadline(wave.command(), now);
        List<Connection> due = closed ? List.of() : wave.due(hub, timer.ticks(), deadline);
        if (!due.isEmpty()) {
            VersionNews message = news.of(wave.command(), now, deadline);
            hub.send(due, tab -> message.of(order.isOutdated(tab.version()), true));
        }
    }

    private void look() {
        long ticks = timer.ticks();
        waves.all().forEach(wave -> wave.look(ticks));
        looked.run();
        synchronized (this) {
            waves.removeIf(wave ->
                    wave.funnel(ticks).over() && !needed.test(wave.command().id()));
            looking = !waves.isEmpty() && !closed;
            if (looking) {
                timer.after(LOOK, this::look);
            }
        }
    }

    /**
     * A tab says what it does about a command.
     *
     * @param state {@code received}, {@code deferred} or {@code reloading}; others are ignored
     * @param reason why it needs time, 1 to 64 printable characters; null when it does not say
     */
    public void acknowledged(Connection tab, String command, String state, @Nullable String reason) {
        Wave wave = waves.find(command);
        Step step = Step.acknowledged(state);
        if (wave != null && step != null) {
            wave.acknowledged(tab, step, reason);
        }
    }

    /** Lets off the tabs that wait, and returns their number. */
    public int abort(String command) {
        Wave wave = waves.find(command);
        return wave == null ? 0 : wave.abort();
    }

    /** Returns how far a command has come here; null when it is not followed here. */
    public @Nullable Funnel funnel(String command) {
        Wave wave = waves.find(command);
        return wave == null ? null : wave.funnel(timer.ticks());
    }

    /** Returns what is followed here, the oldest first, each with its progress now. */
    public List<Followed> followed() {
        long ticks = timer.ticks();
        return waves.all().stream()
                .map(wave -> new Followed(wave.command(), wave.elapsed(ticks), wave.funnel(ticks)))
                .toList();
    }

    /** Returns what is followed, the oldest first. */
    List<Wave> all() {
        return waves.all();
    }

    /** A tab has been added that may have to be notified. */
    void changed() {
        tick();
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        if (!waves.isEmpty() && !connection.isObserver()) {
            long ticks = timer.ticks();
            waves.all().forEach(wave -> wave.closed(connection, ticks));
        }
    }

    /** Stops notifying tabs. */
    public synchronized void close() {
        closed = true;
    }
}

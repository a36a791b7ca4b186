// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.demo;

import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.time.Timer.Cancellable;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Simulated people in the shop, in this process and without sockets: they arrive within ten seconds, look around, leave,
 * and others come. Told of a new version they reload after a moment of their own, told to reload they do it at once.
 * Thread-safe.
 */
public final class Visitors implements AutoCloseable {

    /** The most there may be. */
    public static final int MOST = 200_000;

    /* Design: no thread and no alarm for each, but one tick for all. Whoever is due stands in front of a queue, and of
     * those a tick takes only so many; what is left is late, as it is on a busy day. People take their time the longer
     * the more they are, so that nobody is late unless all are told to reload. News come on other threads and wait in an
     * inbox until the next tick, so that all else here is done by one thread at a time, under one lock. */

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_PER_SECOND = 10;
    private static final int ARRIVAL_MILLIS = 9_000;
    private static final int NEWS_PER_TICK = 10_000;

    private final Rollcall rollcall;
    private final Habits habits;
    private final int visitors;
    private final int perTick;
    private final PriorityQueue<Visitor> visits = new PriorityQueue<>();
    private final PriorityQueue<Reload> reloads = new PriorityQueue<>(Comparator.comparingLong(Reload::due));
    private final Queue<Tab> inbox = new ConcurrentLinkedQueue<>();
    private long arrivedBy;
    private @Nullable Cancellable alarm;
    private boolean closed;

    private record Reload(long due, Tab tab) {}

    /**
     * People who have not come yet.
     *
     * @param random decides everything; used by one thread at a time
     * @param visitors how many, 0 to {@value #MOST}
     */
    public Visitors(Rollcall rollcall, RandomGenerator random, int visitors) {
        if (visitors < 0 || visitors > MOST) {
            throw new IllegalArgumentException("visitors: " + visitors + " (expected: 0 to " + MOST + ")");
        }
        this.rollcall = rollcall;
        this.visitors = visitors;
        int perSecond = mostPerSecond(visitors);
        perTick = perSecond / TICKS_PER_SECOND;
        habits = new Habits(random, visitors, perSecond / 2);
    }

    /** How much so many do in a second at the most, all together, once they have arrived: 200 and one in a hundred. */
    static int mostPerSecond(int visitors) {
        return 200 + visitors / 100;
    }

    /** Lets them come. To be called once. */
    public synchronized void start() {
        long now = rollcall.internals().timer().millis();
        arrivedBy = now + ARRIVAL_MILLIS;
        for (int i = 0; i < visitors; i++) {
            Visitor visitor = new Visitor();
            visitor.due = now + (long) ARRIVAL_MILLIS * i / visitors;
            visits.add(visitor);
        }
        tick();
    }

    /** Sends them home; nothing happens any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (alarm != null) {
            alarm.cancel();
        }
        visits.forEach(this::leave);
        visits.clear();
        reloads.clear();
        inbox.clear();
    }

    private synchronized void tick() {
        if (closed) {
            return;
        }
        try {
            long now = rollcall.internals().timer().millis();
            hear(now);
            int left = perTick + (now <= arrivedBy + TICK.toMillis() ? visitors / 80 : 0);
            left -= reload(now, left * 3 / 4);
            visit(now, left);
        } finally {
            alarm = rollcall.internals().timer().after(TICK, this::tick);
        }
    }

    private void hear(long now) {
        Tab tab = inbox.poll();
        for (int i = 1; tab != null; i++) {
            switch (tab.news()) {
                case VERSION -> reloads.add(new Reload(now + habits.hesitation(), tab));
                case RELOAD -> reloads.add(new Reload(now, tab));
                case ENDED -> lose(tab);
                case NONE -> {}
            }
            tab = i < NEWS_PER_TICK ? inbox.poll() : null;
        }
    }

    /** Returns how many of at most so many reloads were looked at. */
    private int reload(long now, int most) {
        int done = 0;
        for (Reload next = reloads.peek(); next != null && next.due <= now && done < most; next = reloads.peek()) {
            reloads.remove();
            done++;
            Visitor visitor = next.tab.visitor();
            if (visitor.tab == next.tab) {
                String path = next.tab.connection().route();
                leave(visitor);
                open(visitor, path);
            }
        }
        return done;
    }

    private void visit(long now, int most) {
        Visitor next = visits.peek();
        for (int i = 0; i < most && next != null && next.due <= now; i++) {
            visits.remove();
            next.due = now + act(next);
            visits.add(next);
            next = visits.peek();
        }
    }

    /** Does what is next, and returns the milliseconds until what comes then. */
    private int act(Visitor visitor) {
        Tab tab = visitor.tab;
        if (tab == null) {
            visitor.place = Place.first(habits.random());
            visitor.transport = habits.transport();
            open(visitor, visitor.place.path(habits.random()));
            return habits.thinking();
        }
        Place next = visitor.place.next(habits.random());
        if (next == null) {
            leave(visitor);
            return habits.away();
        }
        visitor.place = next;
        rollcall.internals().hub().route(tab.connection(), next.path(habits.random()));
        return habits.thinking();
    }

    private void open(Visitor visitor, String path) {
        String version = rollcall.currentVersion();
        Connection connection = rollcall.internals().hub().open(Admission.of(visitor.transport, version, path), opened -> {
            Tab tab = new Tab(visitor, opened, inbox::add);
            visitor.tab = tab;
            return tab;
        });
        rollcall.internals().commands().catchUp(connection, version);
    }

    private void leave(Visitor visitor) {
        end(visitor, Disconnect.CLIENT_LEFT);
    }

    /** The server has ended it: the visitor is gone, and somebody else comes in his time. */
    private void lose(Tab tab) {
        if (tab.visitor().tab == tab) {
            end(tab.visitor(), Disconnect.LOST);
        }
    }

    private void end(Visitor visitor, Disconnect why) {
        if (visitor.tab != null) {
            rollcall.internals().hub().close(visitor.tab.connection(), why);
            visitor.tab = null;
        }
    }
}

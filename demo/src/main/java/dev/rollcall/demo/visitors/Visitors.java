// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.demo.visitors;

import dev.rollcall.core.Internals;
import dev.rollcall.core.Rollcall;
import dev.rollcall.core.connection.Admission;
import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.time.Timer.Cancellable;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Simulated visitors of the shop, in this process and without sockets. They arrive within ten seconds, look around and
 * leave, and others come. When there is a new version, each reloads after their own delay; when told to reload, they do
 * so at once. Thread-safe.
 */
public final class Visitors implements AutoCloseable {

    /** The largest number of visitors. */
    public static final int MOST = 200_000;

    /*
     * Design: one tick serves all visitors; none has its own thread or timer. Those who are due are at the head of a
     * queue, and a tick takes a bounded number of them; the rest are late, as on a busy day. The more visitors there
     * are, the longer each takes, so that none is late unless all are told to reload. News arrives on other threads and
     * waits in an inbox until the next tick; everything else is done by one thread at a time, under one lock.
     */

    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_PER_SECOND = 10;
    private static final int ARRIVAL_MILLIS = 9_000;
    private static final int NEWS_PER_TICK = 10_000;

    private final Internals core;
    private final Habits habits;
    private final int visitors;
    private final int perTick;
    private final PriorityQueue<Visitor> visits = new PriorityQueue<>();
    private final PriorityQueue<Reload> reloads = new PriorityQueue<>(Comparator.comparingLong(Reload::due));
    private final Queue<VisitorTab> inbox = new ConcurrentLinkedQueue<>();
    private long arrivedBy;
    private @Nullable Cancellable alarm;
    private boolean closed;

    private record Reload(long due, VisitorTab tab) {}

    /**
     * Makes visitors, who have not arrived yet.
     *
     * @param rollcall what they connect to
     * @param random decides everything; used by one thread at a time
     * @param visitors their number, 0 to {@value #MOST}
     */
    public Visitors(Rollcall rollcall, RandomGenerator random, int visitors) {
        if (visitors < 0 || visitors > MOST) {
            throw new IllegalArgumentException("visitors: " + visitors + " (expected: 0 to " + MOST + ")");
        }
        core = rollcall.internals();
        this.visitors = visitors;
        int perSecond = mostPerSecond(visitors);
        perTick = perSecond / TICKS_PER_SECOND;
        habits = new Habits(random, visitors, perSecond / 2);
    }

    /** Returns how many actions all visitors together may take in a second, once they have arrived: 200, and 1 for each 100. */
    static int mostPerSecond(int visitors) {
        return 200 + visitors / 100;
    }

    /** Lets the visitors arrive. To be called once. */
    public synchronized void start() {
        long now = core.timer().ticks();
        arrivedBy = now + ARRIVAL_MILLIS;
        for (int i = 0; i < visitors; i++) {
            Visitor visitor = new Visitor();
            visitor.due = now + (long) ARRIVAL_MILLIS * i / visitors;
            visits.add(visitor);
        }
        tick();
    }

    /** Sends the visitors home for good. */
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
            long now = core.timer().ticks();
            hear(now);
            int left = perTick + (now <= arrivedBy + TICK.toMillis() ? visitors / 80 : 0);
            left -= reload(now, left * 3 / 4);
            visit(now, left);
        } finally {
            alarm = core.timer().after(TICK, this::tick);
        }
    }

    private void hear(long now) {
        VisitorTab tab = inbox.poll();
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

    /** Carries out at most this number of reloads; returns how many were taken from the queue. */
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

    /** Lets a visitor act; returns the milliseconds until they act again. */
    private int act(Visitor visitor) {
        VisitorTab tab = visitor.tab;
        if (tab == null) {
            visitor.place = PageKind.first(habits.random());
            visitor.transport = habits.transport();
            open(visitor, visitor.place.path(habits.random()));
            return habits.thinking();
        }
        PageKind next = visitor.place.next(habits.random());
        if (next == null) {
            leave(visitor);
            return habits.away();
        }
        visitor.place = next;
        core.hub().route(tab.connection(), next.path(habits.random()));
        return habits.thinking();
    }

    private void open(Visitor visitor, String path) {
        Release greeted = core.releases().current();
        Connection connection = core.hub().open(Admission.of(visitor.transport, greeted.version(), path), opened -> {
            VisitorTab tab = new VisitorTab(visitor, opened, inbox::add);
            visitor.tab = tab;
            return tab;
        });
        core.releases().catchUp(connection, greeted);
    }

    private void leave(Visitor visitor) {
        end(visitor, Disconnect.CLIENT_LEFT);
    }

    /** Handles a tab that the server has closed: its visitor is gone, and the next one comes when it is time. */
    private void lose(VisitorTab tab) {
        if (tab.visitor().tab == tab) {
            end(tab.visitor(), Disconnect.LOST);
        }
    }

    private void end(Visitor visitor, Disconnect why) {
        if (visitor.tab != null) {
            core.hub().close(visitor.tab.connection(), why);
            visitor.tab = null;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.fault.FailureLog;
import dev.rollcall.core.fault.Fatal;
import dev.rollcall.core.telemetry.Telemetry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events from the event loops to one listener, on a thread of its own, through a bounded queue. Nothing that the
 * listener throws ends the thread or reaches the event loops. Thread-safe.
 */
public final class ListenerThread implements HubObserver, AutoCloseable {

    /** How many events may wait for a listener. */
    public static final int CAPACITY = 65_536;

    /** How long listeners have, at the end, for the events that wait. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);

    private final ConnectionListener listener;
    private final Telemetry telemetry;
    private final ThreadPoolExecutor thread;
    private final FailureLog failures = new FailureLog(LOG, "Connection listener", "it goes on with the next event");
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicInteger afterTheEnd = new AtomicInteger();
    private volatile String name;
    private boolean named; // touched only on the thread

    /** Starts the thread with the first event. */
    public ListenerThread(ConnectionListener listener, Telemetry telemetry) {
        this(HookName.of(listener), listener, telemetry, CAPACITY);
    }

    /**
     * As above, for a listener that represents another one.
     *
     * @param name what to call it until it has been asked for its name
     */
    public ListenerThread(String name, ConnectionListener listener, Telemetry telemetry) {
        this(HookName.inSource(name), listener, telemetry, CAPACITY);
    }

    ListenerThread(String name, ConnectionListener listener, Telemetry telemetry, int capacity) {
        this.listener = listener;
        this.telemetry = telemetry;
        this.name = name;
        thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(capacity),
                ListenerThread::daemon,
                (event, pool) -> missed(pool.isShutdown()));
    }

    @Override
    public void opened(Connection connection) {
        tell(connection, () -> listener.opened(connection));
    }

    @Override
    public void routeChanged(Connection connection, String from, String to) {
        tell(connection, () -> listener.routeChanged(connection, from, to));
    }

    @Override
    public void closed(Connection connection, Disconnect why) {
        tell(connection, () -> listener.closed(connection, why));
    }

    /** Stops taking events, and gives the listener up to two seconds for those that wait. */
    @Override
    public void close() {
        closeAll(List.of(this));
    }

    /** Closes several, which share the same two seconds: a slow one takes no time from the others. */
    public static void closeAll(Collection<ListenerThread> threads) {
        threads.forEach(each -> each.thread.shutdown());
        long end = System.nanoTime() + GRACE_NANOS;
        threads.forEach(each -> each.awaitEnd(end));
    }

    private void awaitEnd(long end) {
        try {
            thread.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int waiting = thread.shutdownNow().size();
        int missed = waiting + afterTheEnd.get();
        if (waiting > 0) {
            telemetry.eventsDropped(name, waiting);
        }
        if (missed > 0) {
            LOG.warn(
                    "Connection listener {} did not finish within two seconds of the end: {} events were dropped. Let it hand"
                            + " long work to a thread of its own.",
                    name,
                    missed);
        }
    }

    private void tell(Connection connection, Runnable event) {
        if (connection.isObserver()) {
            return; // an application counts its visitors
        }
        try {
            thread.execute(() -> run(event));
        } catch (RuntimeException | Error e) { // no thread could be started: the event loop must not pay for it
            missed(false);
            Fatal.check(e);
        }
    }

    private void run(Runnable event) {
        try {
            findName();
            event.run();
        } catch (Throwable e) { // whatever foreign code throws, including errors and undeclared exceptions
            telemetry.listenerFailed(name);
            failures.failed(name, e);
        }
    }

    private void findName() {
        if (!named) {
            name = HookName.inSource(listener.listenerName());
            named = true;
            Thread.currentThread().setName("rollcall-listener-" + HookName.shortened(name));
        }
    }

    /** @param ending true when the thread takes no more events, false when its queue is full */
    private void missed(boolean ending) {
        telemetry.eventsDropped(name, 1);
        if (ending) {
            afterTheEnd.incrementAndGet();
            return;
        }
        telemetry.dropped("listener");
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) { // 1, 2, 4, 8...: often enough to be seen, too rare to flood
            LOG.warn(
                    "Connection listener {} is too slow: {} events dropped so far. Let it hand long work to a thread of its own.",
                    name,
                    count);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "rollcall-listener");
        thread.setDaemon(true);
        return thread;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.hook;

import dev.rollcall.core.connection.Connection;
import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.core.connection.HubObserver;
import dev.rollcall.core.telemetry.Telemetry;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries events from the event loops to one listener, on a thread of its own, through a bounded queue. Thread-safe. */
public final class ListenerThread implements HubObserver, AutoCloseable {

    /** How many events may wait for a listener. */
    public static final int CAPACITY = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerThread.class);

    private final ConnectionListener listener;
    private final Telemetry telemetry;
    private final ThreadPoolExecutor thread;
    private final AtomicLong leftOut = new AtomicLong();

    /** Starts the thread with the first event. */
    public ListenerThread(ConnectionListener listener, Telemetry telemetry) {
        this(listener, telemetry, CAPACITY);
    }

    ListenerThread(ConnectionListener listener, Telemetry telemetry, int capacity) {
        this.listener = listener;
        this.telemetry = telemetry;
        String name = "rollcall-listener-" + listener.getClass().getSimpleName();
        thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(capacity),
                task -> daemon(task, name),
                (task, pool) -> {
                    leaveOut(pool.isShutdown());
                });
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
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Connection connection, Runnable event) {
        if (connection.isObserver()) {
            return; // an application counts its visitors
        }
        thread.execute(() -> {
            try {
                event.run();
            } catch (RuntimeException e) {
                LOG.warn("Connection listener {} failed; it goes on with the next event.", listener.getClass(), e);
            }
        });
    }

    private void leaveOut(boolean closing) {
        if (closing) {
            return;
        }
        telemetry.dropped("listener");
        long count = leftOut.incrementAndGet();
        if (Long.bitCount(count) == 1) { // 1, 2, 4, 8...: often enough to be seen, too rare to flood
            LOG.warn(
                    "Connection listener {} is too slow: {} events left out so far. Let it hand long work to a thread of its own.",
                    listener.getClass(),
                    count);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.auth;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timer wound by hand. */
final class HandTimer implements Timer {

    private record Alarm(long atMillis, Runnable task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    HandTimer(long now) {
        this.now = now;
    }

    @Override
    public synchronized long millis() {
        return now;
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(now + delay.toMillis(), task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }

    synchronized int pending() {
        return alarms.size();
    }

    /** Lets time pass; what is due runs on this thread. */
    void pass(Duration time) {
        due(time).forEach(alarm -> alarm.task.run());
    }

    private synchronized List<Alarm> due(Duration time) {
        now += time.toMillis();
        List<Alarm> due = alarms.stream().filter(alarm -> alarm.atMillis <= now).toList();
        alarms.removeAll(due);
        return due;
    }
}

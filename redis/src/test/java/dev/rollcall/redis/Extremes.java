// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.redis;

import dev.rollcall.core.Rollcall;

/** Watches the total that a node shows, all the time. */
final class Extremes implements AutoCloseable {

    private final Thread thread;
    private volatile boolean ended;
    private volatile int lowest = Integer.MAX_VALUE;
    private volatile int highest;

    Extremes(Rollcall node) {
        thread = new Thread(() -> look(node), "extremes");
        thread.start();
    }

    private void look(Rollcall node) {
        while (!ended) {
            int total = RedisFleet.stats(node).total();
            lowest = Math.min(lowest, total);
            highest = Math.max(highest, total);
        }
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

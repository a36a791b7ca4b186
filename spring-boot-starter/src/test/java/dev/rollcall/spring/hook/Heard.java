// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.hook;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** What the listeners of a test have heard, how often, and on which thread. */
final class Heard {

    static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();
    static final Map<String, String> THREADS = new ConcurrentHashMap<>();
    private static volatile CountDownLatch gate = new CountDownLatch(1);

    private Heard() {}

    /** Forgets everything, and closes the gate. */
    static void reset() {
        COUNTS.clear();
        THREADS.clear();
        gate = new CountDownLatch(1);
    }

    static void note(String what) {
        COUNTS.merge(what, 1, Integer::sum);
        THREADS.put(what, Thread.currentThread().getName());
    }

    /** Waits until the test opens the gate. */
    static void block() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the gate for listeners that wait now, and for later ones. */
    static void openGate() {
        gate.countDown();
    }
}

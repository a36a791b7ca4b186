// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
public final class Await {

    private Await() {}

    /** Returns as soon as the condition holds; fails when it does not within 20 seconds. */
    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within 20 s: " + what);
            }
            LockSupport.parkNanos(100_000);
        }
    }
}

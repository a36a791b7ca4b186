// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.spring.servlet;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** How many connections of the container are held by tabs, and what is to happen when they are many. Thread-safe. */
public final class HeldTabs {

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile int most = Integer.MAX_VALUE;
    private volatile Mark mark = new Mark(Integer.MAX_VALUE, count -> {});

    HeldTabs() {}

    /** Event streams and WebSockets that are held now. */
    public int count() {
        return held.get();
    }

    /** Lets no more than so many be held at once, at least 1; further ones are answered 503. Without limit at first. */
    public void limit(int most) {
        this.most = Math.max(1, most);
    }

    /**
     * Has something done when so many are held: once, and again only after an eighth of them had left.
     *
     * @param count how many, at least 1
     * @param warning is given the number; called on a thread of the container, so it must not block
     */
    public void warnAt(int count, IntConsumer warning) {
        mark = new Mark(Math.max(1, count), warning);
    }

    /** One more, if there is room. */
    boolean enter() {
        int count = held.incrementAndGet();
        if (count > most) {
            held.decrementAndGet();
            return false;
        }
        Mark now = mark;
        if (count >= now.count && warned.compareAndSet(false, true)) {
            now.warning.accept(count);
        }
        return true;
    }

    /** One less. */
    void leave() {
        int count = held.decrementAndGet();
        if (warned.get() && count < mark.calm()) {
            warned.set(false);
        }
    }

    private record Mark(int count, IntConsumer warning) {

        int calm() {
            return count - count / 8;
        }
    }
}

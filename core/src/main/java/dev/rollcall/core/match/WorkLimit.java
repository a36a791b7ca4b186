// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.match;

import dev.rollcall.core.time.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A test that gives up when testing has taken too long: an expression over very many routes must not hold up what waits
 * behind it. Time is counted from the first test. Used by one thread.
 *
 * @param <T> what is tested
 */
public final class WorkLimit<T> implements Predicate<T> {

    /** How long one question or command may look at tabs. */
    public static final Duration DEFAULT = Duration.ofSeconds(2);

    private static final int LOOK_AT_CLOCK_EVERY = 8;

    private final Predicate<T> test;
    private final Timer timer;
    private final long mostMillis;
    private final BooleanSupplier unwanted;
    private long began;
    private long tested;

    /**
     * Limits a test.
     *
     * @param most how long testing may take in all
     */
    public WorkLimit(Predicate<T> test, Timer timer, Duration most) {
        this(test, timer, most, () -> false);
    }

    /**
     * Limits a test that may become pointless.
     *
     * @param most how long testing may take in all
     * @param unwanted whether nobody waits for the result any longer; asked before each test
     */
    public WorkLimit(Predicate<T> test, Timer timer, Duration most, BooleanSupplier unwanted) {
        this.test = test;
        this.timer = timer;
        this.mostMillis = most.toMillis();
        this.unwanted = unwanted;
    }

    /**
     * Tests one more.
     *
     * @throws IllegalArgumentException when the time is over, or nobody waits any longer; the message says how far
     *     testing got
     */
    @Override
    public boolean test(T subject) {
        if (unwanted.getAsBoolean()) {
            throw new IllegalArgumentException(
                    "target: nobody is waiting for the answer any more, after " + tested + " tabs");
        }
        if (tested == 0) {
            began = timer.ticks();
        } else if (tested % LOOK_AT_CLOCK_EVERY == 0 && timer.ticks() - began > mostMillis) {
            throw new IllegalArgumentException("target: stopped after " + mostMillis + " ms and " + tested
                    + " tabs, and nothing was done (expected: a simpler expression, a glob or a prefix)");
        }
        tested++;
        return test.test(subject);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Logs that code of an application has failed, often enough to be seen and too rarely to flood: the first, second,
 * fourth, eighth failure and so on of each kind. A kind is one type of exception from one class of the application.
 * Only the first of a kind comes with its stack trace. Memory is bounded. Thread-safe.
 */
public final class FailureLog {

    /** How many kinds are told apart; those that come later count as one. */
    static final int MOST_KINDS = 100;

    private static final Kind OTHER = new Kind("", "");

    private final Logger log;
    private final String role;
    private final String consequence;
    private final Map<Kind, AtomicLong> counts = new ConcurrentHashMap<>();

    /**
     * Begins without failures.
     *
     * @param log where failures are logged, at WARN
     * @param role what the code is for, as the beginning of a sentence: {@code Connection listener}
     * @param consequence what happens then, as the end of a sentence: {@code it goes on with the next event}
     */
    public FailureLog(Logger log, String role, String consequence) {
        this.log = log;
        this.role = role;
        this.consequence = consequence;
    }

    /**
     * Notes a failure. A {@linkplain Fatal fatal} one also goes to the thread's handler.
     *
     * @param name the class of the application that failed
     * @param failure what it threw
     */
    public void failed(String name, Throwable failure) {
        Kind kind = kind(new Kind(name, failure.getClass().getName()));
        long count = counts.computeIfAbsent(kind, none -> new AtomicLong()).incrementAndGet();
        if (count == 1) {
            log.warn("{} {} failed; {}.", role, name, consequence, failure);
        } else if (Long.bitCount(count) == 1) {
            log.warn(
                    "{} {} failed with {}, {} times so far; {}.", role, name, words(kind, failure), count, consequence);
        }
        Fatal.check(failure);
    }

    private Kind kind(Kind kind) {
        return counts.containsKey(kind) || counts.size() < MOST_KINDS ? kind : OTHER;
    }

    private static String words(Kind kind, Throwable failure) {
        String type = failure.getClass().getName();
        return kind.equals(OTHER) ? type + " or another exception" : type;
    }

    /**
     * Failures that are counted together.
     *
     * @param name the class that failed
     * @param type the class of the exception
     */
    private record Kind(String name, String type) {}
}

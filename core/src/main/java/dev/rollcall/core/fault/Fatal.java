// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.fault;

import org.jspecify.annotations.Nullable;

/**
 * Failures after which a process must not go on as if nothing had happened: the virtual machine is out of memory or
 * broken, or a thread that everything depends on has ended. They are handed to the thread's {@link
 * Thread.UncaughtExceptionHandler}, which decides what becomes of the process: the server logs the reason and ends, an
 * application does what it has set up for its threads. All methods are thread-safe.
 *
 * <p>A {@link StackOverflowError} is not fatal: one request went too deep, and its stack is gone.
 */
public final class Fatal {

    private static final int DEEPEST_CAUSE = 8;

    private Fatal() {}

    /** Returns whether a failure, or one of its causes, is fatal. */
    public static boolean is(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof End
                    || (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Hands a failure to the calling thread's handler if it is fatal; does nothing otherwise. */
    public static void check(@Nullable Throwable failure) {
        if (failure != null && is(failure)) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    /**
     * Reports that something without which nothing works has ended.
     *
     * @param what a sentence, without addresses and secrets
     */
    public static void ended(String what) {
        check(new End(what));
    }

    /** Something has ended that must not end. */
    private static final class End extends Error {
        private static final long serialVersionUID = 1;

        End(String what) {
            super(what);
        }
    }
}
